"""Lists of posts as the JSON routes give them: what is kept, what is left out and why."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from crawlers.pages.unreadable import UnreadablePage
from crawlers.pages.weibo_mblog import Mblog, read_mblog, title_of
from crawlers.pages.weibo_shape import Object, an_object, flag
from domain.absence import Gone
from domain.post import Post

LIKED = "赞过"


@dataclass(frozen=True, kw_only=True)
class BlogPage:
    """One page of a list.

    `next` is what the site wants to hear for the following page (a number, a cursor or a since_id), None at the end.
    `total` is how long the site says the list is and `pages` how many pages it has, None where it does not. `nothing`:
    the site says that there is nothing here, which a quietly blocked visitor hears too. `notice` is what it says under
    the list. `ads` and `liked` were left out: what somebody paid for or what the account only liked is not its own.
    `gone` are notices in the place of posts, `unreadable` objects that had to be left out, which makes the page
    evidence of a changed layout.
    """

    blogs: tuple[Mblog, ...] = ()
    gone: tuple[Gone, ...] = ()
    unreadable: tuple[UnreadablePage, ...] = ()
    ads: int = 0
    liked: int = 0
    next: str | None = None
    total: int | None = None
    pages: int | None = None
    notice: str | None = None
    nothing: bool = False

    @property
    def posts(self) -> tuple[Post, ...]:
        """The posts of the list in its order; those that they repeat are in `Mblog.original`."""
        return tuple(blog.post for blog in self.blogs)


@dataclass(kw_only=True)
class Gathering:
    """A list on its way to a page."""

    at: datetime
    blogs: list[Mblog] = field(default_factory=list)
    gone: list[Gone] = field(default_factory=list)
    unreadable: list[UnreadablePage] = field(default_factory=list)
    ads: int = 0
    liked: int = 0

    def take(self, given: object, place: str) -> None:
        """Read one object; what cannot be read is named by its place."""
        try:
            self._sort(an_object(given, "mblog"))
        except UnreadablePage as reason:
            self.unreadable.append(reason.within(place))

    def _sort(self, blog: Object) -> None:
        if is_ad(blog):
            self.ads += 1
        elif LIKED in title_of(blog):
            self.liked += 1
        elif isinstance(found := read_mblog(blog, self.at), Gone):
            self.gone.append(found)
        else:
            self.blogs.append(found)

    def page(
        self,
        *,
        following: str | None = None,
        total: int | None = None,
        pages: int | None = None,
        notice: str | None = None,
    ) -> BlogPage:
        """The finished page."""
        return BlogPage(
            blogs=tuple(self.blogs),
            gone=tuple(self.gone),
            unreadable=tuple(self.unreadable),
            ads=self.ads,
            liked=self.liked,
            next=following,
            total=total,
            pages=pages,
            notice=notice,
        )


def gathered(given: Iterable[object], at: datetime, place: str) -> Gathering:
    """Every object of one list."""
    gathering = Gathering(at=at)
    for number, row in enumerate(given):
        gathering.take(row, f"{place}[{number}]")
    return gathering


def is_ad(blog: Object) -> bool:
    """Whether somebody paid for the place of this post."""
    return (
        flag(blog, "isAd") is True
        or flag(blog, "is_ad") is True
        or bool(blog.get("promotion"))
        or bool(blog.get("ad_marked"))
    )
