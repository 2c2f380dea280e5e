"""The topics that were found for a watch, with what the day brought of each and how that stands to the days before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.topic import Topic
from reports.facts import Span, WatchFacts
from storage import topic_days, topics
from storage.topic_days import TopicTally, Writer

LEAST = 5  # accounts, as many as the search asks for: in one hour of the day that it began, in all of a later day
LATE = timedelta(minutes=30)  # the search may lag so far behind a day that is not over


@dataclass(frozen=True, kw_only=True)
class DayTopic:
    """A topic with its counts of the day.

    `usual` is how many accounts a day spoke of it on the comparable days before, None where it is new or there are
    none; `writer` wrote its first post, None where that is not known.
    """

    topic: Topic
    tally: TopicTally
    new: bool
    usual: float | None
    writer: Writer | None


def searched(until: datetime | None, span: Span) -> bool:
    """Whether the search for topics has read anything of the day."""
    return until is not None and until > span.since


def whole(until: datetime, span: Span) -> bool:
    """Whether it has read the day to its end, or about to now."""
    return until >= span.until or (not span.over and until + LATE >= span.until)


def of_day(one: WatchFacts) -> list[DayTopic]:
    """Topics that were spoken of on the day, those with most accounts first.

    A few posts that found their topic when it rose on the day after do not make it one of the day before.
    """
    span = one.today.span
    found = topic_days.of_watch(one.watch.key, span.first, span.last)
    nouns = topics.some([tally.topic for tally in found])
    hours = topic_days.busiest(one.watch.key, nouns.keys(), span.first, span.last)
    tallies = [tally for tally in found if _counts(tally, nouns[tally.topic], hours, span)]
    old = [noun for noun in nouns.values() if noun.since < span.since]
    usual = _usual(one, old)
    writers = topic_days.writers([noun.first_post for noun in nouns.values() if noun.first_post is not None])
    return [
        DayTopic(
            topic=(noun := nouns[tally.topic]),
            tally=tally,
            new=noun.since >= span.since,
            usual=usual.get(noun.key),
            writer=writers.get(noun.first_post) if noun.first_post is not None else None,
        )
        for tally in tallies
    ]


def _counts(tally: TopicTally, topic: Topic, hours: Mapping[int, int], span: Span) -> bool:
    """Whether a topic was one of the day."""
    return (hours[topic.key] if topic.since >= span.since else tally.authors) >= LEAST


def _usual(one: WatchFacts, old: Sequence[Topic]) -> Mapping[int, float]:
    """Accounts a day on the comparable days on which each was already there."""
    counts: dict[int, list[int]] = {topic.key: [] for topic in old}
    for day in one.usual if old else ():
        there = [topic.key for topic in old if topic.since < day.span.until]
        found = topic_days.tallies(one.watch.key, there, day.span.first, day.span.last)
        for key in there:
            counts[key].append(found[key].authors if key in found else 0)
    return {key: sum(own) / len(own) for key, own in counts.items() if own}
