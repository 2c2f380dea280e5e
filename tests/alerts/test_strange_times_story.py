"""Posts whose time is wrong, and channels that come late, raise no alarm and break none."""

from datetime import UTC, datetime, timedelta

from alerts.evaluate import evaluate
from storage.models import Alert
from tests.alerts.conftest import World

MINUTE = timedelta(minutes=1)


def test_a_hundred_angry_posts_from_1970_are_no_surge(staffed: World, now: datetime) -> None:
    staffed.ordinary_days(until=now)
    staffed.write_many([datetime(1970, 1, 1, tzinfo=UTC) + n * MINUTE for n in range(100)], negative=True)
    assert evaluate(now).raised == 0


def test_a_hundred_angry_posts_from_next_year_are_no_surge_today(staffed: World, now: datetime) -> None:
    staffed.ordinary_days(until=now)
    staffed.write_many([now + timedelta(days=365) + n * MINUTE for n in range(100)], negative=True)
    assert evaluate(now).raised == 0


def test_a_surge_is_found_beside_posts_of_impossible_times(staffed: World, now: datetime) -> None:
    staffed.ordinary_days(until=now - timedelta(hours=1))
    staffed.write_many([datetime(1970, 1, 1, tzinfo=UTC), now + timedelta(days=365)], negative=True)
    staffed.surge(30, until=now)
    assert evaluate(now).raised == 1
    assert Alert.objects.get().rule == "negative_surge"


def test_yesterdays_posts_that_come_in_one_piece_today_are_no_surge_today(staffed: World, now: datetime) -> None:
    staffed.ordinary_days(until=now - timedelta(days=1))
    assert evaluate(now).raised == 0
    staffed.write_many([now - timedelta(days=1) + 20 * n * MINUTE for n in range(1, 70)], negative=False)
    staffed.write_many([now - timedelta(days=1) + 120 * n * MINUTE for n in range(1, 11)], negative=True)
    assert evaluate(now).raised == 0
