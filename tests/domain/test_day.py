from datetime import UTC, date, datetime, timedelta

from domain.day import bucket_bounds, bucket_of, day_bounds, day_of, spoken, spoken_day, spoken_span


def test_a_day_begins_at_midnight_in_china() -> None:
    start, end = day_bounds(date(2026, 11, 23))
    assert start == datetime(2026, 11, 22, 16, tzinfo=UTC)
    assert end - start == timedelta(days=1)
    assert day_of(start) == date(2026, 11, 23)
    assert day_of(start - timedelta(seconds=1)) == date(2026, 11, 22)


def test_a_bucket_holds_five_minutes() -> None:
    at = datetime(2026, 11, 23, 1, 34, 59, tzinfo=UTC)
    assert bucket_of(at) == int(datetime(2026, 11, 23, 1, 30, tzinfo=UTC).timestamp())
    first, last = bucket_bounds(date(2026, 11, 23))
    assert (last - first) // 300 == 288


def test_times_are_spoken_as_colleagues_write_them() -> None:
    assert spoken(datetime(2026, 11, 23, 1, 30, tzinfo=UTC)) == "2026年11月23日 09:30"
    assert spoken(None) == "未知"
    assert spoken_day(date(2026, 1, 2)) == "2026年1月2日"
    assert spoken_span(timedelta(hours=51)) == "2 天 3 小时"
    assert spoken_span(timedelta(seconds=5)) == "不足 1 分钟"
    assert spoken_span(timedelta(hours=-1)) == "不足 1 分钟", "a clock that was put back"
