"""What came of a source and when, and how asking it went."""

from datetime import datetime, timedelta

import pytest

from domain.crawl import CrawlOutcome
from domain.source import SourceKind, SourceState
from storage import arrivals
from storage.source_states import source_states

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_a_source_is_made_once_and_takes_a_new_name(now: datetime) -> None:
    first = arrivals.source(SourceKind.FEED, "http://127.0.0.1/feed", "行业号", now)
    again = arrivals.source(SourceKind.FEED, "http://127.0.0.1/feed", "行业观察", now + HOUR)
    assert first == again
    (known,) = arrivals.sources()
    assert (known.name, known.since, known.received_at, known.outcome) == ("行业观察", now, None, None)


def test_what_comes_is_counted_in_the_hour_of_its_own_time(now: datetime) -> None:
    key = arrivals.source(SourceKind.FEED, "a", "甲", now)
    arrivals.arrived(key, [now - HOUR, now - HOUR, now], now)
    arrivals.arrived(key, [now - HOUR], now + HOUR)
    counts = [count for _, count in arrivals.by_hour(key, now + HOUR, weeks=4)]
    assert counts == [3, 1]
    (known,) = arrivals.sources([SourceKind.FEED])
    assert (known.received_at, known.newest_at) == (now + HOUR, now)


def test_a_time_in_the_future_is_taken_for_now(now: datetime) -> None:
    key = arrivals.source(SourceKind.FEED, "a", "甲", now)
    arrivals.arrived(key, [now + 100 * HOUR], now)
    assert arrivals.sources()[0].newest_at == now


def test_asking_in_vain_leaves_the_last_arrival_where_it_was(now: datetime) -> None:
    key = arrivals.source(SourceKind.OFFICIAL, "wx0", "官方号", now)
    arrivals.arrived(key, [now], now)
    arrivals.asked(key, CrawlOutcome.REFUSED, "接口今日额度已用完（45009）", now + HOUR, refusal="rate_limit")
    (known,) = arrivals.sources()
    assert (known.outcome, known.received_at, known.asked_at) == (CrawlOutcome.REFUSED, now, now + HOUR)
    assert known.reason == "接口今日额度已用完（45009）"


def test_links_that_people_paste_have_no_rhythm_that_could_break_off(now: datetime) -> None:
    feed = arrivals.source(SourceKind.FEED, "a", "甲", now)
    pasted = arrivals.source(SourceKind.ARTICLES, "links/console", "链接清单（控制台）", now)
    for key in (feed, pasted):
        arrivals.arrived(key, [now - timedelta(days=60) + hour * HOUR for hour in range(24 * 30)], now)
    states = {one.source.key: one.state for one in source_states(now)}
    assert (states[feed], states[pasted]) == (SourceState.STALE, SourceState.UNKNOWN)
