"""Which topics of a watch rise, put together into events, with what proves them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from alerts.events import Event, RisingKey, events
from alerts.evidence import TopicRise
from alerts.rules.topic_burst import LEAST_NEGATIVE
from alerts.scanning import Scanned
from alerts.spread import Spread
from alerts.table import Floats, Table
from alerts.topic_feed import RECENT, TopicFeed
from analysis.topics import topic_bursts
from analysis.youth import NO_SCORE
from domain.day import BUCKET_SECONDS, BUCKETS_PER_DAY
from domain.topic import Burst
from domain.watch import Watch
from storage import topic_counts
from storage.evidence import Matter

PAST = 14 * BUCKETS_PER_DAY
EVERY = 15 * 60  # a look back judges topics every quarter of an hour


@dataclass
class Rising:
    """The rising topics of one watch over the buckets from `since` to `last`.

    `names` are keys that events went by lately; an event keeps its name while it is on.
    """

    watch: Watch
    table: Table
    scanned: Scanned
    since: int
    last: int
    names: set[str]
    _judged: int | None = None
    _events: list[Event] = field(default_factory=list)

    def __post_init__(self) -> None:
        rows, share = self.table.rows_of(self.watch.key), self.table.share_of(self.watch.key)
        self._expected: Floats = (self.scanned.authors[rows] * self.table.coverage[rows]).sum(axis=0)
        self._covered = np.cumsum(share > 0)
        self._feed = TopicFeed(
            watch=self.watch.key,
            past_since=self.since - PAST * BUCKET_SECONDS,
            since=self.since - RECENT,
            end=self.last + BUCKET_SECONDS,
        )

    def at(self, bucket: int, spread: Spread) -> tuple[TopicRise, ...]:
        """What rises after this bucket; judged anew every quarter of an hour, and at the last bucket."""
        if self._judged is None or bucket - self._judged >= EVERY or bucket == self.last:
            self._judged, self._events = bucket, events(self._rising(bucket), self.names)
            self.names |= {event.lead.key for event in self._events}
        rises = (self._told(event, bucket, spread) for event in self._events)
        return tuple(rise for rise in rises if rise is not None)

    def _rising(self, bucket: int) -> list[RisingKey]:
        place = self.table.place(bucket)
        first = max(0, place + 1 - PAST, int(np.searchsorted(self._covered, 1)))
        if self._covered[place] < NO_SCORE or place + 1 - first < 2 * NO_SCORE:
            return []
        candidates = self._feed.candidates(bucket)
        topics = sorted(candidates)
        size = place + 1 - first
        counts = self._feed.by_bucket(topics, self.table.first + first * BUCKET_SECONDS, size)
        bursts = topic_bursts(counts, self._expected[first : place + 1], last=bucket)
        found = {topic: burst for topic, burst in zip(topics, bursts, strict=True) if burst is not None}
        return self._named(found, candidates)

    def _named(self, found: Mapping[int, Burst], candidates: Mapping[int, frozenset[int]]) -> list[RisingKey]:
        keys = topic_counts.keys(list(found))
        return [
            RisingKey(topic=topic, key=keys[topic], burst=burst, authors=candidates[topic])
            for topic, burst in found.items()
            if topic in keys
        ]

    def _told(self, event: Event, bucket: int, spread: Spread) -> TopicRise | None:
        """What proves an event; None, and nothing asked, where the rule would not look at it."""
        lead = event.lead
        matter = Matter(watch=self.watch.key, topic=lead.topic)
        reach = spread.reach(matter, lead.burst.since, bucket)
        if reach.negative < LEAST_NEGATIVE:
            return None
        witnesses = spread.witnesses(matter, lead.burst.since, bucket, negative_only=False)
        speed = float(spread.last_half_hour(matter, bucket) * 2)
        return TopicRise(
            key=lead.key,
            burst=lead.burst,
            also=tuple(other.key for other in event.others),
            authors=witnesses.authors,
            count=reach.posts,
            negative=reach.negative,
            measures=replace(reach.measures, negative_per_hour=speed),
            posts=witnesses.posts,
        )
