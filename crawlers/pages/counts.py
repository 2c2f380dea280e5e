"""Counts as pages write them."""

import re
from dataclasses import dataclass
from decimal import Decimal

NUMBER = re.compile(r"(?:转发|评论|赞|收藏)?\s*([0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?)\s*([万亿]?)(\+?)")
LABELS = frozenset({"", "转发", "评论", "赞", "收藏", "轉發", "評論", "讚", "Repost", "Comment", "Like"})
UNITS = {"": 1, "万": 10_000, "亿": 100_000_000}


@dataclass(frozen=True, kw_only=True)
class Count:
    """A count; `at_least` where the page only tells a lower bound (100万+)."""

    number: int
    at_least: bool = False


def counted(words: str) -> Count:
    """The number meant by 1,021, 1.2万, 1.8亿, 转发 28 or 100万+. Raises ValueError for anything else."""
    match = NUMBER.fullmatch(words.strip())
    if match is None or len(words) > 30:
        raise ValueError(f"不是数字：{words.strip()[:20]!r}")
    written, unit, more = match.groups()
    return Count(number=round(Decimal(written.replace(",", "")) * UNITS[unit]), at_least=bool(more))


def count_of(words: str) -> int:
    """The number of a button, a lower bound where it tells no more; its bare label means 0. Raises ValueError."""
    return 0 if words.strip() in LABELS else counted(words).number
