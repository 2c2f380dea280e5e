"""Numbers, times and addresses as Weibo writes them."""

import re
from datetime import datetime, timedelta

from domain.day import CHINA

ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
FIRST_SECOND = 515_483_463
SPARE_BITS = 22
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
BID = re.compile(r"[0-9A-Za-z]{9}")
BOUND = 1_000_000


def bid_of(mid: int) -> str:
    """The short form of a number in addresses: base62 in groups of 7 digits and 4 letters."""
    digits = str(mid)
    groups = [int(digits[max(0, end - 7) : end]) for end in range(len(digits), 0, -7)]
    return "".join(_letters(group) for group in reversed(groups)).lstrip("0")


def mid_of(written: str) -> int | None:
    """The number that an address means, given as number or in its short form; None where it is neither."""
    if written.isascii() and written.isdecimal() and len(written) <= 19:
        return int(written)
    if not BID.fullmatch(written):
        return None
    groups = [written[max(0, end - 4) : end] for end in range(len(written), 0, -4)][::-1]
    digits = [str(sum(ALPHABET.index(letter) * 62**power for power, letter in enumerate(reversed(g)))) for g in groups]
    return int(digits[0] + "".join(group.zfill(7) for group in digits[1:]))


def number_at(at: datetime, low: int) -> int:
    """A number whose upper bits are the second and whose lower 22 are `low`."""
    return ((int(at.timestamp()) - FIRST_SECOND) << SPARE_BITS) | (low & ((1 << SPARE_BITS) - 1))


def written_time(at: datetime) -> str:
    """The full form: Wed May 31 18:10:45 +0800 2023, whatever the machine's language."""
    local = at.astimezone(CHINA)
    return f"{DAYS[local.weekday()]} {MONTHS[local.month - 1]} {local:%d %H:%M:%S} +0800 {local.year}"


def time_words(at: datetime, now: datetime) -> str:
    """How long ago, as the search says it."""
    age = now - at
    local, today = at.astimezone(CHINA), now.astimezone(CHINA).date()
    if age < timedelta(minutes=1):
        return f"{max(1, int(age.total_seconds()))}秒前"
    if age < timedelta(hours=1):
        return f"{int(age.total_seconds()) // 60}分钟前"
    if local.date() == today:
        return f"今天{local:%H:%M}"
    return f"{local:%m月%d日 %H:%M}" if local.year == today.year else f"{local:%Y年%m月%d日 %H:%M}"


def button(count: int, label: str) -> str:
    """A count as a button shows it: the label instead of 0, a bound above a million, tens of thousands in 万."""
    if count == 0:
        return label
    if count >= BOUND:
        return "100万+"
    return f"{count / 10_000:.1f}万" if count >= 100_000 else str(count)


def bounded(count: int) -> int | str:
    """A count as the mobile site gives it: from a million on only the bound."""
    return "100万+" if count >= BOUND else count


def rounded(count: int) -> str:
    """A count in 万 and 亿, whole below ten thousand."""
    if count >= 100_000_000:
        return f"{count / 100_000_000:.1f}亿"
    return f"{count / 10_000:.1f}万" if count >= 10_000 else str(count)


def _letters(group: int) -> str:
    return "".join(ALPHABET[group // 62**power % 62] for power in (3, 2, 1, 0))
