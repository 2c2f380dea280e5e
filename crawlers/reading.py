"""One list under a post on its way through a crawl: pages, replies and what is still open."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from domain.post import Channel, Post, PostKind
from domain.target import Target
from domain.thread import ThreadRead


@dataclass(kw_only=True)
class Reading:
    """What was read so far of the comments or reposts of one post.

    `open` questions are under way or not yet read; the reading is over when there is none. `cursors` are the places of
    the list that were asked for, so that a site which names one twice is not followed in a circle.
    """

    target: Target
    kind: PostKind
    open: int = 0
    announced: int | None = None
    given: set[str] = field(default_factory=set)
    cursors: set[str] = field(default_factory=set)
    left_out: list[str] = field(default_factory=list)
    begun: bool = False

    def take(self, posts: Iterable[Post]) -> None:
        """Count what came on a page, each once."""
        self.begun = True
        self.given |= {post.native_id for post in posts}

    def announce(self, total: int | None) -> None:
        """The site's own number; the largest that it told, since it counts differently from page to page."""
        if total is not None:
            self.announced = max(total, self.announced or 0)

    def leave(self, why: str) -> None:
        """Say once what was not read and why."""
        if why not in self.left_out:
            self.left_out.append(why)

    def result(self, at: datetime) -> ThreadRead:
        """What is remembered of this reading."""
        return ThreadRead(
            channel=Channel.WEIBO,
            root=self.target.key,
            kind=self.kind,
            read_at=at,
            announced=self.announced,
            given=len(self.given),
            finished=not self.left_out,
            left_out="；".join(self.left_out),
        )
