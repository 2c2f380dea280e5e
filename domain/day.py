"""The one home of days, buckets and spoken times; a day is a day in China."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")
HOUR_SECONDS, DAY_SECONDS = 3600, 86_400
BUCKET_SECONDS = 300
BUCKETS_PER_HOUR = HOUR_SECONDS // BUCKET_SECONDS
BUCKETS_PER_DAY = 24 * BUCKETS_PER_HOUR


def day_of(at: datetime) -> date:
    """The day in China on which this moment falls."""
    return at.astimezone(CHINA).date()


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """First moment of the day and first moment of the next, in UTC; half open."""
    start = datetime.combine(day, time.min, tzinfo=CHINA)
    return start.astimezone(UTC), (start + timedelta(days=1)).astimezone(UTC)


def hour_start(seconds: float) -> int:
    """Start of the hour of the clock that holds this moment, both in seconds since 1970 (UTC)."""
    return int(seconds) // HOUR_SECONDS * HOUR_SECONDS


def bucket_of(at: datetime) -> int:
    """Start of the five-minute bucket that holds this moment, in seconds since 1970 (UTC)."""
    return int(at.timestamp()) // BUCKET_SECONDS * BUCKET_SECONDS


def bucket_time(bucket: int) -> datetime:
    """The moment at which a bucket starts, in UTC."""
    return datetime.fromtimestamp(bucket, UTC)


def bucket_bounds(day: date) -> tuple[int, int]:
    """First bucket of the day and first bucket of the next; half open."""
    start, end = day_bounds(day)
    return bucket_of(start), bucket_of(end)


def spoken(at: datetime | None) -> str:
    """A moment as colleagues write it, 2026年11月23日 09:30; 未知 where there is none."""
    if at is None:
        return "未知"
    local = at.astimezone(CHINA)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


def spoken_day(day: date) -> str:
    """A day as colleagues write it, 2026年11月23日."""
    return f"{day.year}年{day.month}月{day.day}日"


def spoken_span(span: timedelta) -> str:
    """A length of time in words, 2 天 3 小时, 40 分钟, 不足 1 分钟 (also for less than nothing)."""
    minutes = max(0, int(span.total_seconds()) // 60)
    days, minutes = divmod(minutes, 24 * 60)
    hours, minutes = divmod(minutes, 60)
    parts = [(days, "天"), (hours, "小时"), (minutes, "分钟")]
    words = [f"{count} {unit}" for count, unit in parts if count][:2]
    return " ".join(words) or "不足 1 分钟"
