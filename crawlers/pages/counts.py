"""Counts as pages write them."""

import re

COUNT = re.compile(r"(?:转发|评论|赞|收藏)?\s*([0-9,]+(?:\.[0-9]+)?)\s*([万亿]?)\+?")
LABELS = frozenset({"", "转发", "评论", "赞", "收藏", "轉發", "評論", "讚", "Repost", "Comment", "Like"})
UNITS = {"": 1, "万": 10_000, "亿": 100_000_000}


def count_of(words: str) -> int:
    """The number meant by 1,021, 1.2万, 1.8亿, 转发 28 or 100万+ (a lower bound); the bare label of a button means 0.

    Raises ValueError for anything else.
    """
    words = words.strip()
    if words in LABELS:
        return 0
    match = COUNT.fullmatch(words)
    if match is None:
        raise ValueError(f"不是数字：{words[:20]!r}")
    return round(float(match[1].replace(",", "")) * UNITS[match[2]])
