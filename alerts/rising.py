"""Which topics of a watch rise, put together into events, with what proves them; and which are new."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

import numpy as np

from alerts.events import Event, RisingKey, events
from alerts.evidence import FreshTopic, TopicRise
from alerts.kept import Kept
from alerts.keyword_feed import KeywordFeed
from alerts.scanning import Scan
from alerts.spread import FOR_EVER, MOST_POSTS, NOBODY, Spread
from alerts.table import Floats, Table
from alerts.view import View
from analysis.topics import topic_bursts
from analysis.youth import NO_SCORE
from domain.day import BUCKET_SECONDS, BUCKETS_PER_DAY, DAY_SECONDS, bucket_time
from domain.topic import Burst
from domain.watch import Watch
from storage import keyword_counts
from storage.evidence import Matter

PAST = 14 * BUCKETS_PER_DAY


@dataclass
class Rising:
    """The rising and the new topics of one watch over the buckets from `since` to `last`.

    `views` are those that anybody judges by.
    """

    watch: Watch
    table: Table
    scan: Scan
    spread: Spread
    kept: Kept
    since: int
    last: int
    views: Sequence[View]
    _rises: tuple[int, list[RisingKey]] = (-1, [])
    _keys: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._feed = KeywordFeed(
            watch=self.watch.key,
            beginnings=self.spread.beginnings,
            kept=self.kept,
            past_since=self.since - PAST * BUCKET_SECONDS,
            since=self.since - DAY_SECONDS,
            end=self.last + BUCKET_SECONDS,
        )
        self._line = min(view.topics for view in self.views)
        self._least_fresh = min(view.fresh_authors for view in self.views)
        negative = self.spread.negatives(self.watch.key, self.since - DAY_SECONDS, self.last, FOR_EVER)
        new = self._feed.new_ones(
            self._least_fresh, {row.post for row in negative}, min(view.fresh_negative for view in self.views)
        )
        self._new = sorted(new, key=lambda one: (one.first, one.topic))

    def at(
        self, bucket: int, now: datetime, view: View, names: Collection[str], *, whole: bool = True
    ) -> tuple[TopicRise, ...]:
        """What rises after this bucket; `names` are the keys by which events went lately, and go while they are on.

        Not `whole`, it is not told who wrote.
        """
        if self._rises[0] != bucket:
            self._rises = bucket, self._rising(bucket, now)
        rising = [each for each in self._rises[1] if each.burst.strength >= view.topics]
        rises = (self._told(event, bucket, now, view.least_negative, whole=whole) for event in events(rising, names))
        return tuple(rise for rise in rises if rise is not None)

    def fresh(self, bucket: int, now: datetime) -> tuple[FreshTopic, ...]:
        """Topics first used within the day that ends with this bucket, by many, and not only with praise."""
        since, moment = bucket - DAY_SECONDS + BUCKET_SECONDS, now.timestamp()
        due = (one.topic for one in self._new if since <= one.first <= bucket and one.ready <= moment)
        found = (self._fresh(topic, bucket, now) for topic in due)
        return tuple(one for one in found if one is not None)

    def _fresh(self, topic: int, bucket: int, now: datetime) -> FreshTopic | None:
        used = self._feed.used(topic, bucket + BUCKET_SECONDS, now)
        authors = len(np.unique(used.authors))
        if authors < self._least_fresh:
            return None
        posts = set(used.posts.tolist())
        negative = self.spread.negatives(self.watch.key, int(used.buckets[0]), bucket, now)
        rows = [row for row in negative if row.post in posts]
        key = self._names([topic]).get(topic)
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
        covered = np.cumsum(self.table.share_of(self.watch.key, 0, place + 1) > 0)
        first = max(0, place + 1 - PAST, int(np.searchsorted(covered, 1)))
        if covered[place] < NO_SCORE or place + 1 - first < 2 * NO_SCORE:
            return []
        size, begin, expected = (
            place + 1 - first,
            self.table.first + first * BUCKET_SECONDS,
            self._expected(first, place + 1),
        )
        candidates = self._feed.candidates(bucket, now, self._feed.may_rise(bucket, now, begin, expected, self._line))
        if not candidates:
            return []
        topics = sorted(candidates)
        counts = self._feed.by_bucket(topics, begin, size, now)
        bursts = topic_bursts(counts, expected, last=bucket, threshold=self._line)
        found = {topic: burst for topic, burst in zip(topics, bursts, strict=True) if burst is not None}
        return self._named(found, candidates)

    def _expected(self, first: int, end: int) -> Floats:
        """Authors of the whole watch that were to be expected of what was collected."""
        rows = self.table.rows_of(self.watch.key)
        expected: Floats = (self.scan.authors[rows, first:end] * self.table.coverage[rows, first:end]).sum(axis=0)
        return expected

    def _named(self, found: Mapping[int, Burst], candidates: Mapping[int, frozenset[int]]) -> list[RisingKey]:
        named = self._names(found)
        return [
            RisingKey(topic=topic, key=key, burst=burst, authors=candidates[topic])
            for topic, burst in found.items()
            if (key := named.get(topic)) is not None
        ]

    def _names(self, topics: Collection[int]) -> Mapping[int, str]:
        """The keys of topics; those that have been deleted meanwhile have none."""
        if missing := [topic for topic in topics if topic not in self._keys]:
            self._keys |= keyword_counts.keys(missing)
        return self._keys

    def _told(self, event: Event, bucket: int, now: datetime, least_negative: int, *, whole: bool) -> TopicRise | None:
        """What proves an event; None, and nothing asked, where the rule would not look at it."""
        lead = event.lead
        matter = Matter(watch=self.watch.key, keyword=lead.topic)
        reach = self.spread.reach(matter, lead.burst.since, bucket, now)
        if len(reach.negative) < least_negative:
            return None
        asked = partial(self.spread.witnesses, matter, lead.burst.since, bucket, now, negative_only=False)
        witnesses = asked() if whole else NOBODY
        speed = float(self.spread.last_half_hour(matter, bucket, now) * 2)
        return TopicRise(
            key=lead.key,
            burst=lead.burst,
            also=tuple(other.key for other in event.others),
            authors=witnesses.authors,
            count=reach.posts,
            negative=len(reach.negative),
            measures=replace(self.spread.measures(reach.negative, now), negative_per_hour=speed),
            posts=witnesses.posts,
        )
