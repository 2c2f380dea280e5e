"""Which topics of a watch rise, put together into events, with what proves them; and which are new."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

import numpy as np

from alerts.events import Event, RisingKey, events
from alerts.evidence import FreshTopic, TopicRise
from alerts.rules.new_topic import LINE as FRESH_LINE
from alerts.scanning import Scan
from alerts.spread import MOST_POSTS, Spread
from alerts.table import Floats, Table
from alerts.topic_feed import DAY, TopicFeed
from analysis.topics import topic_bursts
from analysis.youth import NO_SCORE
from domain.day import BUCKET_SECONDS, BUCKETS_PER_DAY, bucket_time
from domain.topic import Burst
from domain.watch import Watch
from storage import topic_counts
from storage.evidence import Matter

PAST = 14 * BUCKETS_PER_DAY
LEAST_FRESH = int(min(FRESH_LINE.values))


@dataclass
class Rising:
    """The rising and the new topics of one watch over the buckets from `since` to `last`.

    `names` tells by which keys events went lately; an event keeps its name while it is on. `line` is the S that a
    topic must reach, `least_negative` how many negative posts are worth being asked for.
    """

    watch: Watch
    table: Table
    scan: Scan
    spread: Spread
    since: int
    last: int
    line: float
    least_negative: int
    names: Callable[[datetime], Collection[str]]
    _keys: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._feed = TopicFeed(
            watch=self.watch.key,
            beginnings=self.spread.beginnings,
            past_since=self.since - PAST * BUCKET_SECONDS,
            since=self.since - DAY,
            end=self.last + BUCKET_SECONDS,
        )
        self._new = sorted(self._feed.new_ones(LEAST_FRESH), key=lambda pair: (pair[1], pair[0]))

    def at(self, bucket: int, now: datetime) -> tuple[TopicRise, ...]:
        """What rises after this bucket."""
        rising = self._rising(bucket, now)
        found = events(rising, self.names(now)) if rising else []
        rises = (self._told(event, bucket, now) for event in found)
        return tuple(rise for rise in rises if rise is not None)

    def fresh(self, bucket: int, now: datetime) -> tuple[FreshTopic, ...]:
        """Topics first used within the day that ends with this bucket, and by many."""
        since = bucket - DAY + BUCKET_SECONDS
        found = (self._fresh(topic, bucket, now) for topic, first in self._new if since <= first <= bucket)
        return tuple(one for one in found if one is not None)

    def _fresh(self, topic: int, bucket: int, now: datetime) -> FreshTopic | None:
        used = self._feed.used(topic, bucket + BUCKET_SECONDS, now)
        authors = len(np.unique(used.authors))
        if authors < LEAST_FRESH:
            return None
        posts = set(used.posts.tolist())
        negative = self.spread.negatives(self.watch.key, int(used.buckets[0]), bucket, now)
        rows = [row for row in negative if row.post in posts]
        key = self._named_as(topic)
        if key is None:
            return None
        shown = [row.post for row in reversed(rows)] + sorted(posts - {row.post for row in rows}, reverse=True)
        return FreshTopic(
            key=key,
            first_at=bucket_time(int(used.buckets[0])),
            authors=authors,
            negative=len(rows),
            count=len(posts),
            measures=self.spread.measures(rows, now),
            posts=tuple(shown[:MOST_POSTS]),
        )

    def _rising(self, bucket: int, now: datetime) -> list[RisingKey]:
        place = self.table.place(bucket)
        candidates = self._feed.candidates(bucket, now)
        if not candidates:
            return []
        covered = np.cumsum(self.table.share_of(self.watch.key, 0, place + 1) > 0)
        first = max(0, place + 1 - PAST, int(np.searchsorted(covered, 1)))
        if covered[place] < NO_SCORE or place + 1 - first < 2 * NO_SCORE:
            return []
        topics = sorted(candidates)
        size = place + 1 - first
        counts = self._feed.by_bucket(topics, self.table.first + first * BUCKET_SECONDS, size, now)
        bursts = topic_bursts(counts, self._expected(first, place + 1), last=bucket, threshold=self.line)
        found = {topic: burst for topic, burst in zip(topics, bursts, strict=True) if burst is not None}
        return self._named(found, candidates)

    def _expected(self, first: int, end: int) -> Floats:
        """Authors of the whole watch that were to be expected of what was collected."""
        rows = self.table.rows_of(self.watch.key)
        expected: Floats = (self.scan.authors[rows, first:end] * self.table.coverage[rows, first:end]).sum(axis=0)
        return expected

    def _named(self, found: Mapping[int, Burst], candidates: Mapping[int, frozenset[int]]) -> list[RisingKey]:
        named = {topic: self._named_as(topic) for topic in found}
        return [
            RisingKey(topic=topic, key=key, burst=burst, authors=candidates[topic])
            for topic, burst in found.items()
            if (key := named[topic]) is not None
        ]

    def _named_as(self, topic: int) -> str | None:
        """The key of a topic; None where it has been deleted meanwhile."""
        if topic not in self._keys:
            self._keys |= topic_counts.keys([topic])
        return self._keys.get(topic)

    def _told(self, event: Event, bucket: int, now: datetime) -> TopicRise | None:
        """What proves an event; None, and nothing asked, where the rule would not look at it."""
        lead = event.lead
        matter = Matter(watch=self.watch.key, topic=lead.topic)
        reach = self.spread.reach(matter, lead.burst.since, bucket, now)
        if reach.negative < self.least_negative:
            return None
        witnesses = self.spread.witnesses(matter, lead.burst.since, bucket, now, negative_only=False)
        speed = float(self.spread.last_half_hour(matter, bucket, now) * 2)
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
