"""Evidence for the rules, for one moment or for every five minutes of a past time, as it was known at each of them."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from alerts import history
from alerts.history import History
from alerts.kept import Kept
from alerts.past import PAST, Past
from alerts.scanning import Scan, hourly
from alerts.scene import Names, Scene
from alerts.view import View
from domain.day import BUCKET_SECONDS, bucket_of, bucket_time, day_bounds, day_of
from domain.watch import Watch


@dataclass(frozen=True, kw_only=True)
class Moment:
    """A moment, at which `bucket` ends, of all that was read."""

    past: Past
    bucket: int
    now: datetime
    shared: dict[int, dict[str, Any]]

    def scenes(self, view: View, names: Names) -> list[Scene]:
        """The watches that are judged, under one view; `names` tells by which keys topics went lately."""
        return [
            Scene(
                past=self.past,
                watch=watch,
                view=view,
                names=names,
                bucket=self.bucket,
                now=self.now,
                shared=self.shared[watch.key],
            )
            for watch in self.past.asked
        ]


def beginning(since: datetime) -> datetime:
    """From when on the past is read for a moment: 28 days before, back to a Monday.

    All moments of a week so learn from the same beginning: a look back says what was said then.
    """
    day = day_of(since - timedelta(seconds=1)) - PAST
    return day_bounds(day - timedelta(days=day.weekday()))[0]


def weeks(first: datetime, last: datetime) -> list[tuple[datetime, datetime]]:
    """The stretches of [first, last] whose moments share a beginning, the later of each a whole five minutes."""
    stretches, since = [], first
    while since <= last:
        monday = beginning(since) + PAST + timedelta(days=7)
        end = min(monday, last)
        stretches.append((since, end))
        since = end + timedelta(seconds=BUCKET_SECONDS)
    return stretches


def read(watches: Sequence[Watch], since: datetime, now: datetime) -> History:
    """What all moments of [since, now] have in common."""
    return history.read(watches, bucket_of(beginning(since)), since, now)


def past(
    read: History,
    watches: Sequence[Watch],
    since: datetime,
    now: datetime,
    *,
    interval: timedelta,
    views: Sequence[View],
    kept: Kept,
    asked: Collection[int] | None = None,
) -> Past:
    """What there is for the moments of [since, now], which share a beginning; of all watches or those asked for.

    What `kept` holds of the posts is not read again where nothing has changed.
    """
    knowledge = read.knowledge(bucket_of(beginning(since)), since, now)
    return Past(
        watches=tuple(watches),
        asked=tuple(watch for watch in watches if asked is None or watch.key in asked),
        views=tuple(views),
        knowledge=knowledge,
        scan=Scan(table=knowledge.table, watches=watches, lines=[view.surge for view in views]),
        kept=kept,
        interval=interval,
        since=since,
        now=now,
    )


def steps(past: Past) -> Iterator[Moment]:
    """The moments one after the other: the ends of the buckets after `since`, and `now` at the last."""
    for bucket in range(past.judged, past.last + BUCKET_SECONDS, BUCKET_SECONDS):
        now = min(bucket_time(bucket + BUCKET_SECONDS), past.now)
        past.scan.follow(past.table.place(bucket), past.knowledge.at(now))
        yield Moment(past=past, bucket=bucket, now=now, shared={watch.key: {} for watch in past.asked})


def baselines(past: Past, first: datetime) -> list[tuple[int, int, float, float]]:
    """What was to be expected in each hour from `first` on, as storage.evidence.save_baselines takes it."""
    return hourly(past.table, past.watches, past.scan, bucket_of(first))
