"""Roll-ups, posts that came later and crawls of a stretch of time, read once for all its moments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from alerts.firsts import first_of_each
from alerts.knowledge import Beginnings, Coming, Covered, Ints, Knowledge
from alerts.table import Floats, Pair, Table
from domain.day import BUCKET_SECONDS, bucket_of, bucket_time
from domain.post import Channel
from domain.score import Polarity
from domain.watch import Watch
from storage import evidence, heard_posts
from storage.heard_posts import LearntRow

NEGATIVE, UNKNOWN = Polarity.NEGATIVE.value, Polarity.UNKNOWN.value


@dataclass(frozen=True, kw_only=True)
class History:
    """What is known now of the buckets from `first` on, and when the posts and crawls of it became known.

    `counts` is (posts, authors, negative, scored) by pair and bucket.
    """

    watches: tuple[int, ...]
    first: int
    pairs: tuple[Pair, ...]
    counts: Floats
    beginnings: Beginnings
    coming: Coming
    crawls: Sequence[Covered]

    def knowledge(self, begin: int, since: datetime, now: datetime) -> Knowledge:
        """The buckets from `begin` to the one before `now` ends, brought back to before `since`."""
        left = (begin - self.first) // BUCKET_SECONDS
        right = left + _size(begin, now)
        coming = self.coming.within(since.timestamp(), left, right)
        counts = self.counts[:, :, left:right].copy()
        for array, lost in zip(counts, coming.counts, strict=True):
            np.subtract.at(array.reshape(-1), coming.rows * (right - left) + coming.columns, lost)
        posts, authors, negative, scored = counts
        table = Table(
            first=begin,
            pairs=self.pairs,
            posts=posts,
            authors=authors,
            negative=negative,
            scored=scored,
            coverage=np.zeros_like(posts),
            crawled={},
            windows={},
        )
        return Knowledge(
            table=table,
            beginnings=self.beginnings,
            coming=coming,
            crawls=[crawl for crawl in self.crawls if crawl.until > begin and crawl.ended <= now.timestamp()],
            older=evidence.counted_before(self.watches, begin),
        )


def read(watches: Sequence[Watch], first: int, since: datetime, now: datetime) -> History:
    """Everything known of the buckets from `first` to where `now` ends; posts that came after `since` apart."""
    keys = tuple(watch.key for watch in watches)
    size = _size(first, now)
    end = first + size * BUCKET_SECONDS
    rows = list(evidence.rollups(keys, first, end))
    learnt = list(heard_posts.learnt(keys, first, end, since))
    windows = evidence.covering_windows(keys, bucket_time(first), now)
    beginnings = Beginnings(of=evidence.first_crawls(keys))
    held = {(row[0], row[1]) for row in rows} | {(row[0], row[1]) for row in learnt}
    pairs = tuple(sorted({(watch, Channel(channel)) for watch, channel in held} | beginnings.of.keys()))
    places: Mapping[tuple[int, str], int] = {(watch, str(channel)): n for n, (watch, channel) in enumerate(pairs)}
    return History(
        watches=keys,
        first=first,
        pairs=pairs,
        counts=_counts(rows, places, first, size),
        beginnings=beginnings,
        coming=_coming(learnt, places, beginnings, first, since),
        crawls=[
            Covered(row=places[watch, channel], since=start, until=until, ended=ended)
            for watch, channel, start, until, ended in windows
        ],
    )


def _size(first: int, now: datetime) -> int:
    return max(1, (bucket_of(now - timedelta(microseconds=1)) - first) // BUCKET_SECONDS + 1)


def _counts(
    rows: Sequence[evidence.RollupTuple], places: Mapping[tuple[int, str], int], first: int, size: int
) -> Floats:
    counts = np.zeros((4, len(places), size))
    if rows:
        owners = [places[row[0], row[1]] for row in rows]
        figures = np.array([row[2:] for row in rows], dtype=np.int64)
        counts[:, owners, (figures[:, 0] - first) // BUCKET_SECONDS] = figures[:, 1:].T
    return counts


def _coming(
    learnt: Sequence[LearntRow],
    places: Mapping[tuple[int, str], int],
    beginnings: Beginnings,
    first: int,
    since: datetime,
) -> Coming:
    """Posts that became known after `since`, by the moment at which they did; what was imported always was."""
    if not learnt:
        nothing = np.zeros(0, dtype=np.int64)
        return Coming(known=np.zeros(0), rows=nothing, columns=nothing, counts=np.zeros((4, 0)))
    watches, channels, buckets, authors, polarities, moments = zip(*learnt, strict=True)
    rows = np.array([places[pair] for pair in zip(watches, channels, strict=True)], dtype=np.int64)
    columns = (np.array(buckets, dtype=np.int64) - first) // BUCKET_SECONDS
    began = np.array([_oldest(beginnings, pair) for pair in sorted(places, key=places.__getitem__)])
    imported = np.array(buckets) < began[rows]
    known = np.where(imported, np.array(buckets), np.array(moments))
    order = np.argsort(known, kind="stable")
    counts = np.ones((4, len(learnt)))
    counts[1] = 0  # of an author in a bucket of a pair the first post alone
    counts[1, order[first_of_each(rows[order], columns[order], _numbers(authors)[order])]] = 1
    counts[1, _known_before(learnt, since)] = 0
    counts[2] = [one == NEGATIVE for one in polarities]
    counts[3] = [one is not None and one != UNKNOWN for one in polarities]
    late = order[~imported[order] & (known[order] > since.timestamp())]
    return Coming(known=known[late], rows=rows[late], columns=columns[late], counts=counts[:, late])


def _oldest(beginnings: Beginnings, pair: tuple[int, str]) -> float:
    """From when on the posts of a pair were crawled; those of one that never was are all imported."""
    began = beginnings.of.get((pair[0], Channel(pair[1])))
    return np.inf if began is None else began[1].timestamp()


def _numbers(authors: Sequence[str]) -> Ints:
    """A number for each author; posts without an author are taken for different people."""
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(author or f"\x00{n}", len(numbers)) for n, author in enumerate(authors)])


def _known_before(learnt: Sequence[LearntRow], since: datetime) -> list[int]:
    """Places of the posts whose author had written in the same bucket of what was collected up to `since`."""
    here = bucket_of(since)
    older = [place for place, row in enumerate(learnt) if row[2] < here]
    known = heard_posts.authors_in({learnt[n][0] for n in older}, {learnt[n][2] for n in older}, since)
    return [place for place in older if learnt[place][:4] in known]
