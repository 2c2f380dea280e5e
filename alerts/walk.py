"""Every five minutes of a past time judged as if each were now; what it would have raised is kept in memory."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta

from alerts import gather
from alerts.finding import find
from alerts.lookback import Lookback
from alerts.rulebook import Rulebook
from alerts.rules.topic_burst import TOPIC_BURST
from alerts.standard import Version
from domain.day import BUCKET_SECONDS
from domain.watch import Watch

NAME_KEPT = timedelta(hours=24)
Progress = Callable[[int, int], None]
Weeks = Callable[[gather.Past, datetime], None]


def walk(
    watches: Sequence[Watch],
    first: datetime,
    last: datetime,
    *,
    interval: timedelta,
    book: Rulebook,
    version: Version,
    progress: Progress,
    names: Collection[str] = (),
    after: Weeks = lambda past, since: None,
) -> Lookback:
    """Judge the moments of [first, last]; `progress` is called with the steps done and the steps in all.

    `names` are fingerprints by which topics went before `first`. `after` is handed what was read for each week.
    """
    lookback = Lookback(book=book)
    total, done = int((last - first).total_seconds()) // BUCKET_SECONDS + 1, 0

    def lately(watch: int, now: datetime) -> frozenset[str]:
        prefix = f"{TOPIC_BURST.name}:{watch}:"
        before = {name.removeprefix(prefix) for name in names if name.startswith(prefix)}
        return lookback.names(TOPIC_BURST.name, watch, now, NAME_KEPT) | before

    for since, until in gather.weeks(first, last):
        past = gather.read(watches, since, until, interval, book)
        for now, everything in gather.steps(past, lately):
            for found in find(everything, book, version, now):
                lookback.see(found, now)
            lookback.let_go({each.watch.key for each in everything if each.blind}, now)
            done += 1
            progress(done, max(done, total))
        after(past, since)
    return lookback
