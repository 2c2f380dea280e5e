"""Complaint data of the last hours beside what the same hours usually bring."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from alerts.evidence import ComplaintFact
from analysis.weekly import MOST_WEEKS, WEEK_SECONDS, usual
from domain.day import DAY_SECONDS, HOUR_SECONDS, bucket_time, hour_start
from domain.source import Source, SourceKind
from storage import arrivals, grievances

LOOKED_AT = 4  # hours, the one that is not over yet among them: complaint systems deliver late
ALL = ""


def complaints_at(now: datetime) -> tuple[ComplaintFact, ...]:
    """Every category of every source, and all of them together, hour by hour; hours without any are left out."""
    sources = arrivals.sources([SourceKind.COMPLAINTS])
    return tuple(fact for source in sources for fact in _of_source(source, now))


def _of_source(source: Source, now: datetime) -> Iterator[ComplaintFact]:
    this_hour = hour_start(now.timestamp())
    first = grievances.first_hour(source.key)
    if first is None:
        return
    series = dict(grievances.by_hour(source.key, this_hour - MOST_WEEKS * WEEK_SECONDS - DAY_SECONDS))
    every = _together(series)
    for category, counts in {**series, ALL: every}.items():
        for hour in range(this_hour - (LOOKED_AT - 1) * HOUR_SECONDS, this_hour + HOUR_SECONDS, HOUR_SECONDS):
            if counts.get(hour):
                known = usual(counts, every, hour, first + HOUR_SECONDS)  # the first hour may be a part of one
                yield ComplaintFact(
                    source=source.key,
                    source_name=source.name,
                    watch=source.watch,
                    category=category,
                    hour=bucket_time(hour),
                    count=counts[hour],
                    expected=known.expected if known else None,
                    strength=known.strength(counts[hour]) if known else None,
                    weeks=known.weeks if known else 0,
                )


def _together(series: Mapping[str, Mapping[int, int]]) -> dict[int, int]:
    found: dict[int, int] = {}
    for counts in series.values():
        for hour, count in counts.items():
            found[hour] = found.get(hour, 0) + count
    return found
