"""Numbers, shares, comparisons and posts' words as people read them."""

import re
from datetime import date, datetime

from domain.day import CHINA
from reports.shares import Share

UNKNOWN = "未知"
INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
INNER = str.maketrans("“”", "‘’")
SPACE = re.compile(r"\s+")
SCHEME = re.compile(r"(?<![a-z0-9])(?:https?|ftp)(?=://)", re.IGNORECASE)
TOP = "com|cn|net|org|top|xyz|cc|vip|info|io|me|co|tv|shop|site|online|club|app|link|ru|hk|tw|gov|edu|ltd|work|wang"
HOST = re.compile(rf"(?<=[\w-])\.(?=(?:[a-z0-9-]+\.)*(?:{TOP})(?![a-z0-9]))", re.IGNORECASE)


def count(number: float | None) -> str:
    """A number of things: 1,234; one decimal for a mean that is not whole; 未知 where it is not known."""
    if number is None:
        return UNKNOWN
    return f"{number:,.0f}" if float(number).is_integer() or number >= 100 else f"{number:,.1f}"


def people(number: int | None) -> str:
    """A large number in ten thousands, as accounts show their followers: 12.3 万."""
    if number is None:
        return UNKNOWN
    if number >= 100_000_000:
        return f"{number / 100_000_000:.1f} 亿"
    return f"{number / 10_000:.1f} 万" if number >= 10_000 else f"{number:,}"


def per_cent(share: Share | None) -> str:
    """A share, 16.8%."""
    return f"{share.value:.1%}" if share else UNKNOWN


def interval(share: Share | None) -> str:
    """The interval of a share, 13.8%–20.3%."""
    return f"{share.low:.1%}–{share.high:.1%}" if share else UNKNOWN


def change(now: float, then: float, than: str, unit: str = "条") -> str:
    """A comparison in words: 比前一日多 120 条（+30.6%）, 与前一日持平; no percentage of nothing."""
    difference = now - then
    if abs(difference) < 0.05:
        return f"与{than}持平"
    word = "多" if difference > 0 else "少"
    rate = f"（{difference / then:+.1%}）" if then else ""
    return f"比{than}{word} {count(abs(difference))} {unit}{rate}"


def times(now: float, usual: float) -> str:
    """How many times the usual: 2.1 倍."""
    return f"{now / usual:.1f} 倍"


def clock(at: datetime) -> str:
    """The time of day in China, 09:30."""
    return f"{at.astimezone(CHINA):%H:%M}"


def moment(at: datetime, day: date) -> str:
    """A moment beside a report of `day`: 09:30 on that day, 11月20日 09:30 on another."""
    there = at.astimezone(CHINA)
    return f"{there:%H:%M}" if there.date() == day else f"{there.month}月{there.day}日 {there:%H:%M}"


def clock_end(at: datetime, since: datetime) -> str:
    """The end of a stretch that began at `since`: midnight is 24:00 of the day before."""
    there = at.astimezone(CHINA)
    if (there.hour, there.minute) == (0, 0) and at > since:
        return "24:00"
    return f"{there:%H:%M}"


def harmless(text: str) -> str:
    """Foreign words for showing: invisible and direction-changing characters out, links no longer links."""
    return HOST.sub("[.]", SCHEME.sub(_unlinked, INVISIBLE.sub("", text)))


def _unlinked(found: re.Match[str]) -> str:
    return found[0].lower().replace("ftp", "fxp").replace("tt", "xx")


def excerpt(text: str, limit: int) -> str:
    """The beginning of a text in one line."""
    line = SPACE.sub(" ", INVISIBLE.sub("", text)).strip()
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def quoted(name: str) -> str:
    """A name in Chinese quotation marks."""
    return f"“{name.translate(INNER)}”"
