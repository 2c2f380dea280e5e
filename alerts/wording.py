"""Figures and foreign words made fit for a sentence."""

import unicodedata
from collections.abc import Sequence

from domain.alert import Reason

LONGEST_KEY = 40  # letters of a topic in a sentence
_ODDS = ((8.0, "一亿"), (7.0, "一千万"), (6.0, "一百万"), (5.0, "十万"), (4.0, "一万"), (3.0, "一千"))


def one_line(text: str, limit: int) -> str:
    """Foreign text on one line: no control or direction characters, white space folded, at most `limit` characters."""
    kept = "".join(" " if unicodedata.category(sign) in {"Cc", "Cf", "Zl", "Zp", "Cs"} else sign for sign in text)
    folded = " ".join(kept.split())
    return folded if len(folded) <= limit else folded[: limit - 1] + "…"


def number(value: float) -> str:
    """A count as people write it: 42, 3.5, 1,200, 12.3 万."""
    if value >= 10_000:
        return f"{value / 10_000:.1f}".removesuffix(".0") + " 万"
    if value >= 10 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.1f}"


def window(minutes: int) -> str:
    """A length of time of a scan window: 15 分钟, 1 小时, 3 小时."""
    return f"{minutes // 60} 小时" if minutes % 60 == 0 else f"{minutes} 分钟"


def times(observed: float, expected: float) -> str:
    """How the count stands to what was expected: 约为平时的 7 倍, or 平时几乎没有."""
    if expected < 0.5:
        return "平时几乎没有"
    ratio = observed / expected
    return f"约为平时的 {ratio:.1f} 倍" if ratio < 10 else f"约为平时的 {ratio:.0f} 倍"


def sureness(strength: float) -> str:
    """S = -log10 of the chance, in words."""
    for line, word in _ODDS:
        if strength >= line:
            return f"若一切如常，碰巧出现这么多的机会不到{word}分之一（S={strength:.1f}）"
    return f"若一切如常，也可能碰巧出现（S={strength:.1f}），请结合内容判断"


def joined(words: Sequence[str], most: int) -> str:
    """Some of the words, joined; 等 where there are more."""
    return "、".join(words[:most]) + ("等" if len(words) > most else "")


def what_to_do(cure: str) -> Reason:
    """The last sentence of a trouble of our own: what the reader can do about it."""
    return Reason(text=f"怎么办：{cure}")
