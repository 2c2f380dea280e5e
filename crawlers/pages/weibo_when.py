"""When a Weibo post was published: what the page writes, held against the second inside its number."""

import re
from datetime import UTC, datetime, timedelta, timezone

from crawlers.pages.unreadable import UnreadablePage
from crawlers.pages.weibo_mid import published_at
from domain.day import CHINA

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
FULL = re.compile(
    rf"({'|'.join(DAYS)}) ({'|'.join(MONTHS)}) (\d\d) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d) (\d{{4}})", re.ASCII
)
AGO = re.compile(r"刚刚|刚才|\d+\s*(?:秒|分钟|小时)前", re.ASCII)
NEAR = re.compile(r"(?:今天|昨天|前天)\s*(\d\d):(\d\d)", re.ASCII)
DATED = re.compile(r"(?:(\d{4})(?:-|年))?(\d{1,2})(?:-|月)(\d{1,2})日?(?:\s+(\d\d):(\d\d)(?::\d\d)?)?", re.ASCII)
SKEW = timedelta(minutes=10)
MINUTE = timedelta(minutes=2)
LONGEST_WAIT = timedelta(days=366)
RULE_SINCE = datetime(2012, 1, 1, tzinfo=UTC)


def mid_from(written: str, place: str) -> int:
    """The number of a post or comment out of its digits."""
    if not (written.isascii() and written.isdecimal()) or not 10 <= len(written) <= 17 or written[0] == "0":
        raise UnreadablePage(place, f"编号不是数字：{written[:30]!r}")
    return int(written)


def published(mid: int, written: str | None, collected_at: datetime) -> datetime:
    """When the post of this number was published, UTC.

    A full time counts as it stands; a short or relative one only says what the number says better. A post written
    ahead keeps the number of the moment when it was written, so its time may be later than its number, never earlier.
    Numbers before 2012 were given by another rule and prove nothing.
    Raises UnreadablePage where page, number and clock contradict each other, and for a time of unknown form.
    """
    inside = published_at(mid)
    if inside > collected_at + SKEW:
        raise UnreadablePage(str(mid), "编号里的时间晚于采集时间，编号规则可能变了")
    told = _told((written or "").strip(), inside)
    if told is None:
        return inside
    if told < RULE_SINCE and inside < RULE_SINCE:
        return told
    if told > collected_at + SKEW or not inside - MINUTE <= told <= inside + LONGEST_WAIT:
        raise UnreadablePage("created_at", f"时间 {written!r} 与编号 {mid} 里的时间（{inside:%Y-%m-%d %H:%M:%S}）不符")
    return told


def shown_time(words: str) -> str | None:
    """The dated part of what a card shows as its time (06月03日 22:06 转赞人数超过100); None where it is vague."""
    words = words.strip()
    match = NEAR.match(words) or DATED.match(words)
    return match[0].strip() if match else None


def full_time(written: str) -> datetime:
    """The moment of `Wed May 31 18:10:45 +0800 2023`, UTC; raises UnreadablePage."""
    match = FULL.fullmatch(written)
    if match is None:
        raise UnreadablePage("created_at", f"不认识的时间：{written[:40]!r}")
    try:
        return _moment(match)
    except (ValueError, OverflowError):
        raise UnreadablePage("created_at", f"没有这样的时间：{written[:40]!r}") from None


def _told(written: str, inside: datetime) -> datetime | None:
    """The moment that the page tells more about than the number does; None where the number is the better source."""
    if not written or AGO.fullmatch(written):
        return None
    local = inside.astimezone(CHINA)
    if match := NEAR.fullmatch(written):
        return _near(local.replace(hour=_upto(match[1], 23), minute=_upto(match[2], 59), second=0), inside)
    if match := DATED.fullmatch(written):
        return _dated(match, inside)
    return full_time(written)


def _upto(digits: str, most: int) -> int:
    if int(digits) > most:
        raise UnreadablePage("created_at", f"不认识的时间：{digits!r}")
    return int(digits)


def _near(told: datetime, inside: datetime) -> datetime | None:
    """A minute told on the day of the number: nothing new where it is the number's own, else a contradiction."""
    return None if abs(told - inside) <= MINUTE else told.astimezone(UTC)


def _dated(match: re.Match[str], inside: datetime) -> datetime | None:
    """A day, with or without its minute; the year is the number's own where none is told."""
    year, month, day, hour, minute = match.groups()
    local = inside.astimezone(CHINA)
    try:
        told = datetime(int(year or local.year), int(month), int(day), int(hour or 0), int(minute or 0), tzinfo=CHINA)
    except ValueError:
        raise UnreadablePage("created_at", f"没有这样的时间：{match[0][:40]!r}") from None
    return _near(local if hour is None and told.date() == local.date() else told, inside)


def _moment(match: re.Match[str]) -> datetime:
    day_name, month, day, hour, minute, second, sign, hours, minutes, year = match.groups()
    offset = timedelta(hours=int(hours), minutes=int(minutes)) * (1 if sign == "+" else -1)
    told = datetime(
        int(year), MONTHS.index(month) + 1, int(day), int(hour), int(minute), int(second), tzinfo=timezone(offset)
    )
    if DAYS[told.weekday()] != day_name:
        raise ValueError("the day of the week is another")
    return told.astimezone(UTC)
