"""The job that finds topics: posts that are due, quarter by quarter, through discovery into the store; then told."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog

from analysis.discovery import Discovery
from analysis.intake import intake
from analysis.topic_memory import MEMORY, RECENT, UnreadableMemory, packed, unpacked
from analysis.trending import QUARTER
from domain.watch import Watch
from service.rediscovering import from_posts
from service.spoken import Keys, found, heard, homes, keys_of, rising
from service.telling import tell
from storage import topic_due, topic_rows
from storage.topic_due import Known
from storage.topic_rows import Grown, Kept, Overtaken, Run

log = structlog.get_logger()

AT_ONCE = 20_000  # posts in memory and in one transaction
Progress = Callable[[int, int | None], None]


@dataclass(frozen=True, kw_only=True)
class Done:
    """How many topics are new, and how many posts found theirs."""

    begun: int = 0
    posts: int = 0


def discover(watches: Sequence[Watch], now: datetime, progress: Progress, *, rebuild: bool = False) -> Done:
    """Find topics in every watch and tell them; with `rebuild` from the posts of 14 days instead of what is due."""
    grown = [_discover(watch.key, now, progress, rebuild=rebuild) for watch in watches]
    return Done(begun=sum(each.begun for each in grown), posts=sum(sum(each.posts.values()) for each in grown))


def _discover(watch: int, now: datetime, progress: Progress, *, rebuild: bool) -> Grown:
    kept = topic_rows.kept(watch)
    discovery = None if rebuild or kept is None else _resumed(watch, kept)
    try:
        grown, on = (
            _anew(watch, kept, now, progress) if discovery is None else _on(watch, kept, discovery, now, progress)
        )
    except Overtaken as overtaken:
        log.warning("topics were looked for twice at once; what the other run stored is kept", trouble=str(overtaken))
        return Grown()
    tell(watch, now, on, frozenset(grown.posts))
    return grown


def _resumed(watch: int, kept: Kept) -> Discovery | None:
    """Discovery as it was left; None, and a line in the log, where that cannot be read."""
    try:
        return Discovery(unpacked(kept.body))
    except UnreadableMemory as trouble:
        log.warning("topics are found anew from posts: their state cannot be read", watch=watch, trouble=str(trouble))
        return None


def _anew(watch: int, kept: Kept | None, now: datetime, progress: Progress) -> tuple[Grown, frozenset[int]]:
    made = from_posts(watch, now, progress)
    if made is None:
        return Grown(), frozenset()
    discovery, run = made
    return topic_rows.save(run, kept, now), rising(discovery, now)


def _on(
    watch: int, kept: Kept | None, discovery: Discovery, now: datetime, progress: Progress
) -> tuple[Grown, frozenset[int]]:
    """Work off what is due, so much at once."""
    grown = Grown()
    for run in _runs(watch, discovery, now):
        grown += topic_rows.save(run, kept, now)
        kept = Kept(body=run.body, saved_at=now)
        progress(sum(grown.posts.values()), None)
    return grown, rising(discovery, now)


def _runs(watch: int, discovery: Discovery, now: datetime) -> Iterator[Run]:
    more = True
    while more:
        due, posts = topic_due.due(watch, AT_ONCE)
        more = len(due) == AT_ONCE
        left = _begun(posts) if more else frozenset()
        run = _run(watch, discovery, [post for post in due if post not in left], posts, now)
        more = more and bool(run.done)
        if run.done:
            yield run


def _begun(posts: Sequence[Known]) -> frozenset[int]:
    """The posts of the last of several quarters, which may go on in the next part."""
    quarters = {post.bucket // QUARTER for post in posts}
    last = max(quarters, default=0)
    return frozenset(post.post for post in posts if post.bucket // QUARTER == last and len(quarters) > 1)


def _run(watch: int, discovery: Discovery, due: Sequence[int], posts: Sequence[Known], now: datetime) -> Run:
    """Take in of the posts that are due what can be; those whose quarter is not over stay due."""
    known, now_due = keys_of(discovery), frozenset(due)
    some = {post.post: post for post in posts if post.post in now_due}
    taken = intake([heard(post) for post in some.values()], discovery.last, int(now.timestamp()))
    for quarter, spoken in taken.quarters.items():
        discovery.step(quarter, spoken)
    wanting = [some[each.spoken.post] for each in taken.placing]
    if taken.quarters:
        wanting += _homeless(watch, discovery, known)
    waiting = frozenset(each.spoken.post for each in taken.waiting)
    return Run(
        watch=watch,
        body=packed(discovery.memory),
        quarter=discovery.last or 0,
        topics=found(discovery, known),
        homes=homes(discovery, wanting),
        joined=discovery.joined,
        done=[post for post in due if post not in waiting],
    )


def _homeless(watch: int, discovery: Discovery, known: Keys) -> Iterator[Known]:
    """Posts that may have a topic now: those of the last two hours, and of the last day where a topic is new."""
    last = discovery.last or 0
    begun = any(topic.number not in known for topic in discovery.topics)
    return topic_due.homeless(watch, last - (MEMORY if begun else RECENT), last + QUARTER)
