"""Which moments were collected, and the sentences that say which were not; pure."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from alerts.evidence import ChannelFacts
from domain.crawl import COVERING, CrawlOutcome
from domain.day import BUCKET_SECONDS, spoken
from domain.refusal import word_for

Window = tuple[float, float]  # [from, to) in seconds since 1970

SHORTEST_GAP = 600.0


def merged(windows: Sequence[Window]) -> list[Window]:
    """The same moments as windows that neither touch nor overlap, in order."""
    together: list[Window] = []
    for start, end in sorted(window for window in windows if window[1] > window[0]):
        if together and start <= together[-1][1]:
            together[-1] = (together[-1][0], max(together[-1][1], end))
        else:
            together.append((start, end))
    return together


def joined(together: list[Window], window: Window) -> list[Window]:
    """`merged` with one window more; quick where it is the newest, as it nearly always is."""
    if together and window[0] >= together[-1][0] and window[1] > window[0]:
        start, end = together[-1]
        return [*together[:-1], (start, max(end, window[1]))] if window[0] <= end else [*together, window]
    return merged([*together, window])


def shares(windows: Sequence[Window], first: int, count: int) -> NDArray[np.float64]:
    """For each of `count` buckets from `first`, the share of its 300 seconds that some window holds, 0 to 1."""
    seconds = np.zeros(count)
    for start, end in merged(windows):
        left, right = max(start - first, 0.0), min(end - first, float(count * BUCKET_SECONDS))
        if right <= left:
            continue
        begin, last = int(left // BUCKET_SECONDS), int(right // BUCKET_SECONDS)
        if begin == last:
            seconds[begin] += right - left
            continue
        seconds[begin] += (begin + 1) * BUCKET_SECONDS - left
        seconds[begin + 1 : last] = BUCKET_SECONDS
        if last < count:
            seconds[last] += right - last * BUCKET_SECONDS
    return np.minimum(seconds / BUCKET_SECONDS, 1.0)


def holes(windows: Sequence[Window], start: float, end: float) -> list[Window]:
    """Stretches of [start, end) that no window holds and that last long enough to matter."""
    found, at = [], start
    for left, right in merged(windows):
        if left - at >= SHORTEST_GAP and at < end:
            found.append((at, min(left, end)))
        at = max(at, right)
    return [(left, right) for left, right in found if right - left >= SHORTEST_GAP]


def gap_sentences(facts: ChannelFacts, windows: Sequence[Window], now: datetime) -> tuple[str, ...]:
    """What is missing of a crawled channel: what has no end yet, then holes of the last three hours."""
    since = max(now - timedelta(hours=3), facts.first_crawl_at).timestamp()
    inner = tuple(
        f"{facts.channel.shown}：{spoken(_moment(left))} 至 {spoken(_moment(right))} 没有采集到"
        for left, right in holes(windows, since, now.timestamp())
    )
    return (*_open_gap(facts, now), *inner)


def _open_gap(facts: ChannelFacts, now: datetime) -> tuple[str, ...]:
    newest = facts.crawls[0] if facts.crawls else None
    failed = newest is not None and newest.outcome not in COVERING
    why = word_for(newest.outcome, newest.refusal) if newest is not None and failed else "采集没有跟上"
    missing = "数据不全" if newest is not None and newest.outcome is CrawlOutcome.PARTIAL else "没有数据"
    if facts.covered_until is None:
        return (f"{facts.channel.shown}：{why}，自 {spoken(facts.first_crawl_at)} 开始采集以来没有完整数据",)
    if now - facts.covered_until > 2 * facts.interval or (failed and now > facts.covered_until):
        return (f"{facts.channel.shown}：{why}，自 {spoken(facts.covered_until)} 起{missing}",)
    return ()


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
