"""Where negative posts are: on which channels they rise together, and in which regions their authors are."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from alerts.evidence import Across, ChannelRise, Regions
from alerts.rules.cross_channel import LEAST_CHANNELS
from alerts.rules.cross_channel import LINE as CHANNEL_LINE
from alerts.rules.region_spread import LINE as REGION_LINE
from alerts.scanning import Scan
from alerts.spread import MOST_POSTS, Spread
from alerts.table import Table
from analysis.bursts import tail
from domain.day import BUCKET_SECONDS, BUCKETS_PER_HOUR, bucket_of, bucket_time
from domain.watch import Watch
from storage.heard_posts import HeardPost

HOURS = 6
SPAN = HOURS * BUCKETS_PER_HOUR * BUCKET_SECONDS
USUAL_SPANS = 12  # three days of stretches that long
SCATTER = 0.1
LEAST_EXPECTED = 0.5
LEAST_STRENGTH = min(CHANNEL_LINE.values)
LEAST_REGIONS = min(REGION_LINE.values)
PROVINCES = (
    *("北京", "天津", "上海", "重庆", "河北", "山西", "辽宁", "吉林", "黑龙江", "江苏", "浙江", "安徽", "福建", "江西"),
    *("山东", "河南", "湖北", "湖南", "广东", "海南", "四川", "贵州", "云南", "陕西", "甘肃", "青海", "台湾", "内蒙古"),
    *("广西", "西藏", "宁夏", "新疆", "香港", "澳门"),
)


@dataclass
class Places:
    """Channels and regions of the negative posts of each watch."""

    table: Table
    scan: Scan
    spread: Spread
    _usual: dict[int, tuple[int, float]] = field(default_factory=dict)

    def across(self, watch: Watch, bucket: int, now: datetime) -> Across | None:
        """How the channels stand; None where no two of them rise by the least that any rule asks for."""
        rows = self.table.rows_of(watch.key)
        end = self.table.place(bucket) + 1
        part = slice(max(0, end - HOURS * BUCKETS_PER_HOUR), end)
        heard = [row for row in rows if self.table.negative[row, part].any()]
        if len(heard) < 2:
            return None
        rises = tuple(self._rise(row, part) for row in heard)
        if sum(rise.strength >= LEAST_STRENGTH for rise in rises) < LEAST_CHANNELS:
            return None
        posts = self.spread.negatives(watch.key, bucket - SPAN + BUCKET_SECONDS, bucket, now)
        return Across(
            hours=HOURS,
            rises=rises,
            measures=self.spread.measures(posts, now),
            posts=_shown(posts),
        )

    def _rise(self, row: int, part: slice) -> ChannelRise:
        """Negative posts beside what the channel's authors let expect, by the share of negative posts before."""
        table, before = self.table, slice(0, part.start)
        share = table.negative[row, before].sum() / max(table.authors[row, before].sum(), 1.0)
        coverage = table.coverage[row, part]
        expected = float((self.scan.authors[row, part] * coverage).sum() * share)
        observed = int(table.negative[row, part][coverage > 0].sum())
        strength = tail(observed, max(expected, LEAST_EXPECTED), SCATTER)
        return ChannelRise(channel=table.pairs[row][1], observed=observed, expected=expected, strength=strength)

    def regions(self, watch: Watch, bucket: int, now: datetime) -> Regions | None:
        """Where the authors of the last hours are; None where they are of fewer regions than any rule asks for."""
        posts = self.spread.negatives(watch.key, bucket - SPAN + BUCKET_SECONDS, bucket, now)
        known = {post.writer: region for post in posts if (region := _region(post))}
        if len(set(known.values())) < LEAST_REGIONS:
            return None
        counts = Counter(known.values()).most_common()
        return Regions(
            hours=HOURS,
            counts=tuple(sorted(counts, key=lambda pair: (-pair[1], pair[0]))),
            authors=len(known),
            unknown=len({post.writer for post in posts} - known.keys()),
            usual=self._usually(watch.key, bucket_of(now) // SPAN * SPAN),
            measures=self.spread.measures(posts, now),
            posts=_shown(posts),
        )

    def _usually(self, watch: int, end: int) -> float:
        """Regions in the stretches before `end`, by what was known then; worked out once for each end."""
        asked = self._usual.get(watch)
        if asked is None or asked[0] != end:
            moment = bucket_time(end)
            stretches = [(end - n * SPAN, end - (n - 1) * SPAN - 1) for n in range(1, USUAL_SPANS + 1)]
            counts = [
                len({region for post in self.spread.negatives(watch, since, at, moment) if (region := _region(post))})
                for since, at in stretches
            ]
            asked = end, sum(counts) / len(counts)
            self._usual[watch] = asked
        return asked[1]


def _region(post: HeardPost) -> str | None:
    return _province(post.region)


@lru_cache(maxsize=1_000)
def _province(region: str) -> str | None:
    """The province that a platform names; None where it is unknown or abroad."""
    return next((province for province in PROVINCES if region.startswith(province)), None)


def _shown(posts: list[HeardPost]) -> tuple[int, ...]:
    return tuple(post.post for post in reversed(posts[-MOST_POSTS:]))
