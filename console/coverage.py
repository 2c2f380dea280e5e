"""What was not collected of the hours that a chart shows."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from alerts.coverage import Window, holes
from console.verdict import is_late
from reports.points import Gap
from storage.crawls import COVERING_VALUES
from storage.models import Crawl
from storage.standing import Source


def gaps(sources: Sequence[Source], first: datetime, now: datetime) -> Mapping[int, tuple[Gap, ...]]:
    """Per watch, the stretches of [first, now) that some channel of it was not collected for, in one query.

    A channel that was never crawled has no gaps: its posts came another way, or there are none.
    """
    rows = Crawl.leading.filter(outcome__in=COVERING_VALUES, until__gt=first).order_by()
    windows: dict[tuple[int, str], list[Window]] = {}
    for watch, channel, since, until in rows.values_list("watch_id", "channel", "since", "until"):
        windows.setdefault((watch, channel), []).append((since.timestamp(), until.timestamp()))
    found: dict[int, list[Gap]] = {}
    for source in sources:
        if source.outcome is not None:
            covered = [*windows.get((source.watch, source.channel.value), []), _end(source, now)]
            some = holes(covered, first.timestamp(), now.timestamp())
            found.setdefault(source.watch, []).extend(_gap(*window) for window in some)
    return {watch: tuple(some) for watch, some in found.items()}


def _end(source: Source, now: datetime) -> Window:
    """Closes the list: what the next crawl will bring is no gap yet, unless it is late."""
    late = source.covered_until is None or is_late(source, now)
    since = now if late or source.covered_until is None else source.covered_until
    return since.timestamp(), now.timestamp() + 1


def _gap(start: float, end: float) -> Gap:
    return Gap(since=datetime.fromtimestamp(start, UTC), until=datetime.fromtimestamp(end, UTC))
