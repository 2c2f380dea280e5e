"""How many people used each topic lately and before, for all topics at once: a quick look before the exact one."""

from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from alerts.firsts import first_of_each
from alerts.table import Floats
from analysis.baseline import WINDOWS
from analysis.topics import LONGEST
from domain.day import BUCKET_SECONDS, DAY_SECONDS

DAYS = 15
Ints = NDArray[np.int64]


class Courses:
    """Counts of authors by topic and bucket (as often as in buckets) as a week is walked; it must not go back.

    `rows` are (topic, bucket, author, known at) in the order of buckets, from bucket `since` on. `topics` are the ids
    by place, `read` says of which of them older counts were handed in.
    """

    def __init__(self, rows: Ints, since: int) -> None:
        self.topics, places = np.unique(rows[:, 0], return_inverse=True)
        self._since, size = since, len(self.topics)
        order = np.argsort(rows[:, 3], kind="stable")
        steps = (rows[order, 1] - since) // BUCKET_SECONDS
        first = order[first_of_each(places[order], steps, rows[order, 2])]
        first.sort()
        self._places, self._buckets, self._known = places[first], rows[first, 1], rows[first, 3]
        self._by_topic = np.argsort(self._places, kind="stable")
        self._starts = np.searchsorted(self._places[self._by_topic], np.arange(size + 1))
        self._entering = np.maximum(self._known, self._buckets + (LONGEST + 1) * BUCKET_SECONDS)
        self._order = np.argsort(self._entering, kind="stable")
        self._entering = self._entering[self._order]
        self._entered = 0
        self._before = np.zeros(size, dtype=np.int64)
        self._older = np.zeros((size, DAYS + 1), dtype=np.int64)
        self.read = np.zeros(size, dtype=np.bool_)

    def observed(self, last: int, now: datetime) -> Floats:
        """(topics, windows): authors in the windows that end with bucket `last`, as known by now."""
        counts = []
        end = int(np.searchsorted(self._buckets, last + BUCKET_SECONDS))
        for window in WINDOWS:
            start = int(np.searchsorted(self._buckets, last - (window - 1) * BUCKET_SECONDS))
            known = self._known[start:end] <= now.timestamp()
            counts.append(np.bincount(self._places[start:end][known], minlength=len(self.topics)))
        observed: Floats = np.stack(counts, axis=1).astype(np.float64)
        return observed

    def of(self, topic: int, first: int, end: int, now: datetime) -> Ints:
        """The buckets in [first, end) in which authors used a topic, each as often as there were, as known by now."""
        place = int(np.searchsorted(self.topics, topic))
        if place == len(self.topics) or self.topics[place] != topic:
            return np.zeros(0, dtype=np.int64)
        own = self._by_topic[self._starts[place] : self._starts[place + 1]]
        left, right = np.searchsorted(self._buckets[own], [first, end])
        own = own[left:right]
        used: Ints = self._buckets[own[self._known[own] <= now.timestamp()]]
        return used

    def learn(self, place: int, buckets: Ints, authors: Ints) -> None:
        """Take in the counts of a topic that are older than the rows."""
        days = np.clip((self._since - BUCKET_SECONDS - buckets) // DAY_SECONDS, 0, DAYS - 1)
        by_day = np.bincount(np.repeat(days, authors), minlength=DAYS)
        self._older[place, 1:] = np.cumsum(by_day)
        self.read[place] = True

    def past(self, last: int, now: datetime, first: int) -> Floats:
        """Authors by topic from bucket `first` on to where the longest window begins, or somewhat fewer."""
        moment = min(int(now.timestamp()), last + BUCKET_SECONDS)
        end = int(np.searchsorted(self._entering, moment, side="right"))
        entered = self._places[self._order[self._entered : end]]
        self._before += np.bincount(entered, minlength=len(self.topics))
        self._entered = max(end, self._entered)
        if first > self._since:
            return np.zeros(len(self.topics))
        counts = self._before + self._older[:, min(DAYS, (self._since - first) // DAY_SECONDS)]
        counted: Floats = counts.astype(np.float64)
        return counted
