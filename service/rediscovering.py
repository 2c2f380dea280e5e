"""Topics from the posts of 14 days, where there is no state to go on from."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import groupby

from analysis.carrying_on import carried_on
from analysis.discovery import Discovery
from analysis.intake import SETTLED
from analysis.topic_memory import FORGOTTEN, packed
from analysis.trending import QUARTER
from service.spoken import found, heard, homes
from storage import topic_due, topic_rows
from storage.topic_due import Known
from storage.topic_rows import Run

AT_ONCE = 5_000
Progress = Callable[[int, int | None], None]


def from_posts(watch: int, now: datetime, progress: Progress) -> tuple[Discovery, Run] | None:
    """Discovery over the last 14 days that the watch has posts of, and what it found; None where it has none.

    Topics that were known and are found again keep their numbers. Posts whose quarter is not over are due later.
    """
    newest = topic_due.newest(watch, now)
    if newest is None:
        return None
    stale, first = topic_due.everything_due(watch), newest // QUARTER * QUARTER - FORGOTTEN
    counted = _Counted(progress, 2 * topic_due.how_many(watch, first))
    discovery = Discovery(numbers=topic_rows.last_number(watch))
    waiting = _stepped(discovery, counted(topic_due.since(watch, first)), int(now.timestamp()))
    placed = homes(discovery, counted(topic_due.since(watch, first)))
    numbers = carried_on(_by_number(placed), topic_rows.posts_by_number(watch, first))
    discovery.renumber(numbers)
    run = Run(
        watch=watch,
        body=packed(discovery.memory),
        quarter=discovery.last or first,
        topics=found(discovery, {}),
        homes=[(post, bucket, numbers.get(number, number)) for post, bucket, number in placed],
        joined={},
        done=stale,
        again=waiting,
    )
    return discovery, run


class _Counted:
    """Tells how far two walks over the same posts have come."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress, self._total, self._done = progress, total, 0

    def __call__(self, posts: Iterator[Known]) -> Iterator[Known]:
        for post in posts:
            self._done += 1
            if self._done % AT_ONCE == 0:
                self._progress(min(self._done, self._total), self._total)
            yield post


def _stepped(discovery: Discovery, posts: Iterator[Known], now: int) -> list[int]:
    """Step through all quarters that are over; the posts of those that are not."""
    waiting: list[int] = []
    for quarter, some in groupby(posts, key=lambda post: post.bucket // QUARTER * QUARTER):
        if quarter + QUARTER + SETTLED > now:
            waiting += [post.post for post in some if post.bucket <= now]
        else:
            discovery.step(quarter, [heard(post).spoken for post in some if not post.copied])
    return waiting


def _by_number(placed: list[tuple[int, int, int]]) -> dict[int, frozenset[int]]:
    posts: dict[int, set[int]] = defaultdict(set)
    for post, _, number in placed:
        posts[number].add(post)
    return {number: frozenset(own) for number, own in posts.items()}
