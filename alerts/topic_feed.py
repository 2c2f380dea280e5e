"""Who spoke of which topic and when, read from the store once and looked up from memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from alerts.table import Floats
from domain.day import BUCKET_SECONDS
from storage import topic_counts

LEAST_AUTHORS = 5
RECENT = 36 * BUCKET_SECONDS  # three hours
Ints = NDArray[np.int64]


@dataclass
class TopicFeed:
    """The topics of one watch: recent posts from `since` to `end`, and the past of a topic when it is asked for.

    `past_since` is the oldest bucket that a topic's past is read from.
    """

    watch: int
    past_since: int
    since: int
    end: int
    _numbers: dict[str, int] = field(default_factory=dict)
    _past: dict[int, tuple[Ints, Ints]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        rows = list(topic_counts.rows(self.watch, self.since, self.end))
        self._topics = np.array([topic for topic, _, _ in rows], dtype=np.int64)
        self._buckets = np.array([bucket for _, bucket, _ in rows], dtype=np.int64)
        self._authors = np.array([self._number(author) for _, _, author in rows], dtype=np.int64)
        order = np.argsort(self._buckets, kind="stable")
        self._topics, self._buckets, self._authors = self._topics[order], self._buckets[order], self._authors[order]

    def candidates(self, last: int) -> dict[int, frozenset[int]]:
        """Topics with enough distinct authors in the three hours that end with bucket `last`, and those authors."""
        left, right = np.searchsorted(self._buckets, [last - RECENT + BUCKET_SECONDS, last + BUCKET_SECONDS])
        pairs = np.unique(np.stack([self._topics[left:right], self._authors[left:right]]), axis=1)
        topics, starts, counts = np.unique(pairs[0], return_index=True, return_counts=True)
        many = counts >= LEAST_AUTHORS
        return {
            int(topic): frozenset(pairs[1, start : start + count].tolist())
            for topic, start, count in zip(topics[many], starts[many], counts[many], strict=True)
        }

    def by_bucket(self, topics: Sequence[int], first: int, size: int) -> Floats:
        """Distinct authors per topic and bucket as (topics, buckets), from bucket `first` on."""
        self._read([topic for topic in topics if topic not in self._past])
        matrix = np.zeros((len(topics), size))
        for place, topic in enumerate(topics):
            buckets, authors = self._past[topic]
            left, right = np.searchsorted(buckets, [first, first + size * BUCKET_SECONDS])
            matrix[place, (buckets[left:right] - first) // BUCKET_SECONDS] = authors[left:right]
        return matrix

    def _read(self, topics: list[int]) -> None:
        found: dict[int, list[tuple[int, int]]] = {topic: [] for topic in topics}
        for topic, bucket, authors in topic_counts.authors(topics, self.past_since, self.end):
            found[topic].append((bucket, authors))
        for topic, rows in found.items():
            array = np.array(sorted(rows), dtype=np.int64).reshape(-1, 2)
            self._past[topic] = array[:, 0], array[:, 1]

    def _number(self, author: str) -> int:
        """A number for each author; posts without an author are taken for different people."""
        return self._numbers.setdefault(author or f"\x00{len(self._numbers)}", len(self._numbers))
