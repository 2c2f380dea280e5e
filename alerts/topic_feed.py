"""Who spoke of which topic and when, read from the store once and looked up from memory."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from alerts.knowledge import Beginnings
from alerts.table import Floats
from domain.day import BUCKET_SECONDS, bucket_time
from domain.post import Channel
from storage import topic_counts

LEAST_AUTHORS = 5
RECENT = 36 * BUCKET_SECONDS  # three hours
DAY = 86_400
Ints = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Used:
    """The uses of one topic known by a moment, by bucket: when, by whom (a number), in which post."""

    buckets: Ints
    authors: Ints
    posts: Ints


@dataclass
class TopicFeed:
    """The topics of one watch: uses from `since` to `end` with the moment they became known, and older counts.

    `past_since` is the oldest bucket that a topic's past is read from.
    """

    watch: int
    beginnings: Beginnings
    past_since: int
    since: int
    end: int
    _numbers: dict[str, int] = field(default_factory=dict)
    _past: dict[int, tuple[Ints, Ints]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        rows = list(topic_counts.rows(self.watch, self.since, self.end))
        columns = [
            (topic, bucket, self._number(author), post, self._known(channel, bucket, at))
            for topic, bucket, author, post, channel, at in rows
        ]
        table = np.array(columns, dtype=np.int64).reshape(-1, 5)
        self._rows = table[np.argsort(table[:, 1], kind="stable")]
        by_topic = np.lexsort((self._rows[:, 1], self._rows[:, 0]))
        self._by_topic = self._rows[by_topic]
        topics, starts = np.unique(self._by_topic[:, 0], return_index=True)
        ends = np.append(starts[1:], len(self._by_topic))[: len(topics)]
        self._part = {int(t): slice(int(a), int(b)) for t, a, b in zip(topics, starts, ends, strict=True)}

    def candidates(self, last: int, now: datetime) -> dict[int, frozenset[int]]:
        """Topics with enough distinct authors in the three hours that end with bucket `last`, and those authors."""
        left, right = np.searchsorted(self._rows[:, 1], [last - RECENT + BUCKET_SECONDS, last + BUCKET_SECONDS])
        rows = self._rows[left:right]
        rows = rows[rows[:, 4] <= now.timestamp()]
        pairs = np.unique(rows[:, (0, 2)], axis=0)
        topics, starts, counts = np.unique(pairs[:, 0], return_index=True, return_counts=True)
        many = counts >= LEAST_AUTHORS
        return {
            int(topic): frozenset(pairs[start : start + count, 1].tolist())
            for topic, start, count in zip(topics[many], starts[many], counts[many], strict=True)
        }

    def by_bucket(self, topics: Sequence[int], first: int, size: int, now: datetime) -> Floats:
        """Distinct authors per topic and bucket as (topics, buckets), from bucket `first` on, as known by now."""
        self._read([topic for topic in topics if topic not in self._past])
        matrix = np.zeros((len(topics), size))
        for place, topic in enumerate(topics):
            buckets, authors = self._past[topic]
            left, right = np.searchsorted(buckets, [first, first + size * BUCKET_SECONDS])
            matrix[place, (buckets[left:right] - first) // BUCKET_SECONDS] = authors[left:right]
            used = self.used(topic, first + size * BUCKET_SECONDS, now)
            pairs = np.unique(np.stack([used.buckets, used.authors]), axis=1)
            columns = (pairs[0] - first) // BUCKET_SECONDS
            np.add.at(matrix[place], columns[columns >= 0], 1)
        return matrix

    def used(self, topic: int, end: int, now: datetime) -> Used:
        """The uses of a topic before bucket `end` that are known by now, no older than the feed."""
        rows = self._by_topic[self._part.get(topic, slice(0, 0))]
        rows = rows[(rows[:, 1] < end) & (rows[:, 4] <= now.timestamp())]
        return Used(buckets=rows[:, 1], authors=rows[:, 2], posts=rows[:, 3])

    def new_ones(self, least: int) -> Iterator[tuple[int, int]]:
        """(topic, bucket of its first use) of those with so many authors in the feed and none in the 14 days before."""
        found = []
        for topic, part in self._part.items():
            if part.stop - part.start >= least and len(np.unique(self._by_topic[part, 2])) >= least:
                found.append((topic, int(self._by_topic[part.start, 1])))
        old = topic_counts.used_before([topic for topic, _ in found], self.past_since, self.since)
        return ((topic, first) for topic, first in found if topic not in old)

    def _known(self, channel: str, bucket: int, collected_at: datetime) -> int:
        imported = self.beginnings.imported(self.watch, Channel(channel), bucket_time(bucket))
        known = bucket_time(bucket) if imported else collected_at
        return -int(-known.timestamp() // 1)

    def _read(self, topics: list[int]) -> None:
        found: dict[int, list[tuple[int, int]]] = {topic: [] for topic in topics}
        for topic, bucket, authors in topic_counts.authors(topics, self.past_since, self.since):
            found[topic].append((bucket, authors))
        for topic, rows in found.items():
            array = np.array(sorted(rows), dtype=np.int64).reshape(-1, 2)
            self._past[topic] = array[:, 0], array[:, 1]

    def _number(self, author: str) -> int:
        """A number for each author; posts without an author are taken for different people."""
        return self._numbers.setdefault(author or f"\x00{len(self._numbers)}", len(self._numbers))
