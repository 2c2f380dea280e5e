"""Who spoke of which topic and when, read from the store once and looked up from memory."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import pairwise
from math import ceil

import numpy as np
from numpy.typing import NDArray

from alerts.courses import Courses
from alerts.kept import Kept
from alerts.knowledge import Beginnings
from alerts.table import Floats
from analysis.baseline import WINDOWS
from analysis.topics import LONGEST, rises_at_most
from domain.day import BUCKET_SECONDS, HOUR_SECONDS
from domain.post import Channel
from storage import keyword_counts

LEAST_AUTHORS = 5
RECENT = 36 * BUCKET_SECONDS  # three hours
MARGIN = 1e-6  # of S, for the roundings of two ways to one sum
CHANNELS = {channel.value: place for place, channel in enumerate(Channel)}
Ints = NDArray[np.int64]
KEYWORD, BUCKET, AUTHOR, POST, COLLECTED, CHANNEL = range(6)  # columns of a use


@dataclass(frozen=True, kw_only=True)
class Used:
    """The uses of one topic known by a moment, by bucket: when, by whom (a number), in which post."""

    buckets: Ints
    authors: Ints
    posts: Ints


@dataclass(frozen=True, kw_only=True)
class New:
    """A topic that nobody had used: the bucket of its first use, and a second before which it had not become much."""

    topic: int
    first: int
    ready: float


@dataclass
class KeywordFeed:
    """The topics of one watch: uses from `since` to `end` with the moment they became known, and older counts.

    `past_since` is the oldest bucket that a topic's past is read from.
    """

    watch: int
    beginnings: Beginnings
    kept: Kept
    past_since: int
    since: int
    end: int

    def __post_init__(self) -> None:
        self._older = self.kept.older(self.watch)
        self._older.cover(self.past_since, self.since)
        table = self._uses()
        self._rows = table[np.argsort(table[:, 1], kind="stable")]
        by_topic = np.lexsort((self._rows[:, 1], self._rows[:, 0]))
        self._by_topic = self._rows[by_topic]
        topics, starts = np.unique(self._by_topic[:, 0], return_index=True)
        ends = np.append(starts[1:], len(self._by_topic))[: len(topics)]
        self._part = {int(t): slice(int(a), int(b)) for t, a, b in zip(topics, starts, ends, strict=True)}
        self.courses = Courses(self._rows[:, (0, 1, 2, 4)], self.since)

    def _uses(self) -> Ints:
        """(topic, bucket, author, post, known at) of every use, a row each; authors are numbered from 0."""
        held = self.kept.uses.of(self.watch, self.since, self.end, partial(_read, self.watch))
        uses = np.concatenate([np.zeros((0, 6), np.int64), *held])
        uses = uses[(uses[:, BUCKET] >= self.since) & (uses[:, BUCKET] < self.end)]
        began = np.full(len(CHANNELS), np.inf)
        for (watch, channel), (_, oldest) in self.beginnings.of.items():
            if watch == self.watch:
                began[CHANNELS[channel.value]] = oldest.timestamp()
        imported = uses[:, BUCKET] < began[uses[:, CHANNEL]]
        known = np.where(imported, uses[:, BUCKET], uses[:, COLLECTED])
        authors = np.unique(uses[:, AUTHOR], return_inverse=True)[1]
        return np.column_stack([uses[:, KEYWORD], uses[:, BUCKET], authors, uses[:, POST], known])

    def may_rise(self, last: int, now: datetime, first: int, expected: Floats, line: float) -> list[int]:
        """Topics that might rise at S >= `line`; none of the others does. `expected` begins with bucket `first`."""
        courses = self.courses
        observed = courses.observed(last, now)
        due = np.array([expected[-window:].sum() for window in WINDOWS])
        talked = np.flatnonzero(observed[:, -1] >= LEAST_AUTHORS)
        unheard = np.zeros(len(talked))  # whatever their past: it only makes a rise less of one, and costs reading
        talked = talked[rises_at_most(observed[talked], unheard, due) >= line - MARGIN]
        new = talked[~courses.read[talked]]
        self._older.read(courses.topics[new].tolist())
        for place in new.tolist():
            courses.learn(place, *self._older.of(int(courses.topics[place]), self.past_since, self.since))
        level = courses.past(last, now, first)[talked] / max(float(expected[:-LONGEST].sum()), 1e-9)
        found = talked[rises_at_most(observed[talked], level, due) >= line - MARGIN]
        return sorted(courses.topics[found].tolist())

    def candidates(self, last: int, now: datetime, some: Sequence[int]) -> dict[int, frozenset[int]]:
        """Of some topics those with enough distinct authors in the three hours up to `last`, and those authors."""
        if not some:
            return {}
        left, right = np.searchsorted(self._rows[:, 1], [last - RECENT + BUCKET_SECONDS, last + BUCKET_SECONDS])
        rows = self._rows[left:right]
        rows = rows[(rows[:, 4] <= now.timestamp()) & np.isin(rows[:, 0], some)]
        pairs = _pairs(rows[:, 0], rows[:, 2])
        topics, starts, counts = np.unique(pairs[0], return_index=True, return_counts=True)
        many = counts >= LEAST_AUTHORS
        return {
            int(topic): frozenset(pairs[1][start : start + count].tolist())
            for topic, start, count in zip(topics[many], starts[many], counts[many], strict=True)
        }

    def by_bucket(self, topics: Sequence[int], first: int, size: int, now: datetime) -> Floats:
        """Distinct authors per topic and bucket as (topics, buckets), from bucket `first` on, as known by now."""
        self._older.read(topics)
        matrix, end = np.zeros((len(topics), size)), first + size * BUCKET_SECONDS
        for place, topic in enumerate(topics):
            buckets, authors = self._older.of(topic, max(first, self.past_since), min(end, self.since))
            matrix[place, (buckets - first) // BUCKET_SECONDS] = authors
            lately = self.courses.of(topic, first, end, now)
            matrix[place] += np.bincount((lately - first) // BUCKET_SECONDS, minlength=size)
        return matrix

    def used(self, topic: int, end: int, now: datetime) -> Used:
        """The uses of a topic before bucket `end` that are known by now, no older than the feed."""
        rows = self._by_topic[self._part.get(topic, slice(0, 0))]
        rows = rows[(rows[:, 1] < end) & (rows[:, 4] <= now.timestamp())]
        return Used(buckets=rows[:, 1], authors=rows[:, 2], posts=rows[:, 3])

    def new_ones(self, authors: int, bad: Collection[int], negative: int) -> list[New]:
        """Those with so many authors and `bad` posts in the feed, of whom nobody used any in the 14 days before."""
        visible = np.maximum(self._by_topic[:, 1], self._by_topic[:, 4])
        is_bad = np.isin(self._by_topic[:, 3], np.array(sorted(bad), dtype=np.int64))
        found = []
        for topic, part in self._part.items():
            if part.stop - part.start >= authors and np.count_nonzero(is_bad[part]) >= negative:
                seen = _nth_of_different(self._by_topic[part, 2], visible[part], authors)
                ready = max(seen, float(np.sort(visible[part][is_bad[part]])[negative - 1]))
                found.append(New(topic=topic, first=int(self._by_topic[part.start, 1]), ready=ready))
        some = [one for one in found if one.ready < np.inf]
        old = keyword_counts.used_before([one.topic for one in some], self.past_since, self.since)
        return [one for one in some if one.topic not in old]


def _nth_of_different(authors: Ints, moments: Ints, many: int) -> float:
    """The moment by which so many different authors had come; infinite where so many never did."""
    order = np.argsort(moments, kind="stable")
    firsts = np.sort(np.unique(authors[order], return_index=True)[1])
    return float(moments[order][firsts[many - 1]]) if len(firsts) >= many else np.inf


def _read(watch: int, first: int, end: int) -> Mapping[int, Ints]:
    """Every use in the buckets [first, end) by hour, as (keyword, bucket, author, post, collected at, channel) rows.

    Authors are told apart by hashes; posts without an author are taken for different people.
    """
    posts = [
        (post, bucket, hash(author or (post,)), post, ceil(at), CHANNELS[channel])
        for post, bucket, author, channel, at in keyword_counts.posts(watch, first, end)
    ]
    heard = np.array(posts, dtype=np.int64).reshape(-1, 6)
    pieces = [np.array(some) for some in keyword_counts.uses(watch, first, end)]
    pairs = np.concatenate([np.zeros((0, 2), np.int64), *pieces])
    places = np.searchsorted(heard[:, POST], pairs[:, 1])
    there = places < len(heard)
    there[there] = heard[places[there], POST] == pairs[there, 1]
    uses = heard[places[there]]
    uses[:, KEYWORD] = pairs[there, 0]
    uses = uses[np.argsort(uses[:, BUCKET], kind="stable")]
    edges = np.searchsorted(uses[:, BUCKET], np.arange(first, end + HOUR_SECONDS, HOUR_SECONDS)).tolist()
    return {
        hour: uses[left:right]
        for hour, (left, right) in zip(range(first, end, HOUR_SECONDS), pairwise(edges), strict=True)
    }


def _pairs(one: Ints, other: Ints) -> tuple[Ints, Ints]:
    """Each pair of numbers once, in order; far quicker than rows of two are sorted."""
    size = int(other.max(initial=0)) + 1
    codes = np.unique(one * size + other)
    return codes // size, codes % size
