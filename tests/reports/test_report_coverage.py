from datetime import UTC, datetime, timedelta

import pytest

from domain.crawl import CrawlOutcome
from domain.post import Channel
from reports.coverage import Attempt, Cover, cover

START = datetime(2026, 11, 21, 16, tzinfo=UTC)
END = START + timedelta(days=1)


def attempt(first: float, last: float, outcome: CrawlOutcome = CrawlOutcome.COMPLETE, reason: str = "") -> Attempt:
    since, until = START + timedelta(hours=first), START + timedelta(hours=last)
    return Attempt(channel=Channel.WEIBO, since=since, until=until, outcome=outcome, reason=reason)


def covered(*tried: Attempt, grace: timedelta = timedelta()) -> Cover:
    return cover(Channel.WEIBO, tried, START, END, grace=grace)


def gaps(one: Cover) -> list[tuple[float, float]]:
    hour = timedelta(hours=1)
    return [((miss.since - START) / hour, (miss.until - START) / hour) for miss in one.misses]


def test_windows_that_overlap_and_overshoot_leave_no_gap() -> None:
    one = covered(attempt(-2, 6), attempt(5, 13), attempt(13, 30))
    assert gaps(one) == []
    assert one.part == 1


@pytest.mark.parametrize("outcome", [one for one in CrawlOutcome if one not in {"complete", "empty"}])
def test_a_crawl_that_did_not_get_everything_covers_nothing_and_explains_the_gap(outcome: CrawlOutcome) -> None:
    one = covered(attempt(0, 6), attempt(6, 8, outcome, "因为"), attempt(8, 24))
    assert gaps(one) == [(6, 8)]
    assert [tried.outcome for tried in one.misses[0].tried] == [outcome]
    assert one.part == pytest.approx(22 / 24)


def test_really_nothing_found_covers_as_well_as_everything_found() -> None:
    assert gaps(covered(attempt(0, 24, CrawlOutcome.EMPTY))) == []


def test_no_crawl_at_all_leaves_the_whole_day() -> None:
    one = covered()
    assert gaps(one) == [(0, 24)]
    assert one.part == 0
    assert one.misses[0].tried == ()


def test_a_later_crawl_that_fills_the_gap_mends_it() -> None:
    assert gaps(covered(attempt(0, 12), attempt(12, 24, CrawlOutcome.FAILED), attempt(11, 24))) == []


def test_other_channels_do_not_count() -> None:
    assert gaps(cover(Channel.WECHAT, [attempt(0, 24)], START, END)) == [(0, 24)]


def test_a_gap_shorter_than_a_bucket_is_forgiven() -> None:
    assert gaps(covered(attempt(0, 6), attempt(6.05, 24))) == []


def test_on_a_running_day_the_next_round_is_yet_to_come_unless_one_has_failed() -> None:
    grace = timedelta(minutes=30)
    assert gaps(covered(attempt(0, 23.6), grace=grace)) == []
    failed = attempt(23.6, 24, CrawlOutcome.REFUSED)
    assert len(covered(attempt(0, 23.6), failed, grace=grace).misses) == 1


def late(one: Cover) -> list[tuple[float, float, float]]:
    hour = timedelta(hours=1)
    return [tuple((at - START) / hour for at in (made.since, made.until, made.at)) for made in one.made_up]  # type: ignore[misc]


def test_what_a_later_crawl_made_up_for_is_no_gap_but_came_late() -> None:
    failed = [attempt(11.5, until, CrawlOutcome.EXPIRED_SESSION) for until in (12, 13, 14)]
    one = covered(attempt(-1, 11.5), *failed, attempt(11, 20), attempt(19.5, 24))
    assert gaps(one) == []
    assert late(one) == [(11.5, 14, 20)]
    assert len(one.made_up[0].tried) == 3


def test_a_crawl_that_does_not_reach_back_makes_up_for_nothing() -> None:
    one = covered(attempt(-1, 11), attempt(11, 13, CrawlOutcome.REFUSED), attempt(12, 24))
    assert gaps(one) == [(11, 12)]
    assert late(one) == []


def test_a_hiccup_of_minutes_is_not_called_late() -> None:
    one = covered(attempt(-1, 11), attempt(11, 11.2, CrawlOutcome.FAILED), attempt(10.5, 24))
    assert late(one) == []


def test_a_day_that_begins_in_a_gap_is_told_from_its_midnight_on() -> None:
    one = covered(attempt(-3, 2, CrawlOutcome.REFUSED), attempt(-3, 3), attempt(2.5, 24))
    assert late(one) == [(0, 2, 3)]
