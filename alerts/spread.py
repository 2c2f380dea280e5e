"""How far the negative posts of a matter have gone, and which posts prove it; asked of the store seldom."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from domain.alert import Measures
from domain.day import BUCKET_SECONDS, BUCKETS_PER_DAY
from storage import evidence
from storage.evidence import BucketSpread, Matter

DAY = BUCKETS_PER_DAY * BUCKET_SECONDS
HALF_HOUR = 1800
MOST_POSTS = 20


@dataclass(frozen=True, kw_only=True)
class Witnesses:
    """Posts that prove a matter, gravest first, and how many people wrote."""

    posts: tuple[int, ...]
    authors: int


@dataclass(frozen=True, kw_only=True)
class Reach:
    """How many posts a matter has over a stretch, how many of them negative, and the largest counts among those."""

    posts: int
    negative: int
    measures: Measures


@dataclass
class Spread:
    """What was asked of the store so far, for one evaluation or one look back that ends with bucket `last`."""

    last: int
    _rows: dict[Matter, tuple[int, list[BucketSpread]]] = field(default_factory=dict)
    _witnesses: dict[Matter, tuple[int, Witnesses]] = field(default_factory=dict)

    def reach(self, matter: Matter, since: int, at: int) -> Reach:
        """Over the buckets from `since` (at most a day back) to `at`, both included."""
        since = max(since, at - DAY)
        rows = [row for row in self._spreads(matter, since) if since <= row.bucket <= at]
        speaking = [row for row in rows if row.negative]
        measures = Measures(
            reposts=_largest(row.reposts for row in speaking),
            comments=_largest(row.comments for row in speaking),
            reads=_largest(row.reads for row in speaking),
            followers=_largest(row.followers for row in speaking),
            media=True if any(row.media for row in speaking) else None,
            channels=len({row.channel for row in speaking}) or None,
        )
        negative = sum(row.negative for row in rows)
        return Reach(posts=sum(row.posts for row in rows), negative=negative, measures=measures)

    def last_half_hour(self, matter: Matter, at: int) -> int:
        """Negative posts of the six buckets that end with `at`."""
        since = at - HALF_HOUR + BUCKET_SECONDS
        return sum(row.negative for row in self._spreads(matter, since) if since <= row.bucket <= at)

    def witnesses(self, matter: Matter, since: int, at: int, *, negative_only: bool) -> Witnesses:
        """Asked anew every half hour of an episode."""
        since = max(since, at - DAY)
        asked = self._witnesses.get(matter)
        if asked is None or at - asked[0] >= HALF_HOUR:
            end = at + BUCKET_SECONDS
            posts = evidence.gravest_posts(matter, since, end, MOST_POSTS, negative_only=negative_only)
            authors = evidence.authors(matter, since, end, negative_only=negative_only)
            asked = at, Witnesses(posts=posts, authors=authors)
            self._witnesses[matter] = asked
        return asked[1]

    def _spreads(self, matter: Matter, since: int) -> list[BucketSpread]:
        """Rows from `since` to the last bucket, read once and once more where an older moment is asked for."""
        known = self._rows.get(matter)
        if known is None or since < known[0]:
            known = since, evidence.spreads(matter, since, self.last + BUCKET_SECONDS)
            self._rows[matter] = known
        return known[1]


def _largest(values: Iterable[int | None]) -> int | None:
    return max((value for value in values if value is not None), default=None)
