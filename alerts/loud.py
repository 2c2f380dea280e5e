"""Negative posts of widely read authors, as they were known at a moment."""

from bisect import bisect_right
from dataclasses import dataclass, replace
from datetime import datetime

from alerts.evidence import LoudPost
from alerts.rules.loud_author import FRESH, LOUD_VERIFICATIONS
from alerts.spread import Spread
from domain.day import BUCKET_SECONDS, bucket_of
from domain.post import Verification
from domain.watch import Watch
from storage import evidence
from storage.evidence import LoudRow


@dataclass
class Loud:
    """Those of the moments from `since` to `now`, by authors of so many followers or of weight."""

    spread: Spread
    since: datetime
    now: datetime
    followers: int

    def __post_init__(self) -> None:
        first, end = bucket_of(self.since - FRESH), bucket_of(self.now) + BUCKET_SECONDS
        watches = self.spread.watches
        self._rows = evidence.loud_negatives(watches, first, end, self.followers, LOUD_VERIFICATIONS)
        self._published = [row.published_at for row in self._rows]

    def at(self, watch: Watch, now: datetime) -> tuple[LoudPost, ...]:
        """Those of the last hours that are known by now, oldest first."""
        left, right = bisect_right(self._published, now - FRESH), bisect_right(self._published, now)
        fresh = (row for row in self._rows[left:right] if row.watch == watch.key and self._is_known(row, now))
        return tuple(self._loud(row, now) for row in fresh)

    def _is_known(self, row: LoudRow, now: datetime) -> bool:
        return row.known_at <= now or self.spread.beginnings.imported(row.watch, row.channel, row.published_at)

    def _loud(self, row: LoudRow, now: datetime) -> LoudPost:
        bucket = bucket_of(row.published_at)
        posts = [post for post in self.spread.negatives(row.watch, bucket, bucket, now) if post.post == row.post]
        measures = self.spread.measures(posts, now)
        media = None if row.verification is None else row.verification is Verification.MEDIA
        return LoudPost(
            post=row.post,
            channel=row.channel,
            author_key=row.author_key,
            author_name=row.author_name,
            followers=row.followers,
            verification=row.verification,
            published_at=row.published_at,
            negativity=row.negativity,
            measures=replace(measures, followers=row.followers, media=media, channels=1),
        )
