"""Numbers on Weibo: ids, the second inside them, and counts."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.pages.counts import count_of
from crawlers.pages.weibo_mid import bid_of, first_mid, mid_of, published_at


@pytest.mark.parametrize(
    ("mid", "bid"),
    [(3501756485200075, "z0JH2lOMb"), (4647174438651605, "KjNdNAiG1"), (5309997458393240, "R4c4VzdsQ")],
)
def test_known_pairs_of_long_and_short_form(mid: int, bid: str) -> None:
    assert bid_of(mid) == bid
    assert mid_of(bid) == mid


@given(st.integers(min_value=1, max_value=10**17))
def test_the_short_form_leads_back(mid: int) -> None:
    assert mid_of(bid_of(mid)) == mid


@given(st.integers(min_value=515_483_463 + 10**6, max_value=2_000_000_000))
def test_the_smallest_number_of_a_second_tells_that_second(second: int) -> None:
    moment = datetime.fromtimestamp(second, UTC)
    assert published_at(first_mid(moment)) == moment
    assert published_at(first_mid(moment) - 1) < moment


def test_a_short_form_with_a_foreign_letter_is_refused() -> None:
    with pytest.raises(ValueError, match="base62"):
        mid_of("ab-cd")


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("", 0),
        ("转发", 0),
        (" 赞 ", 0),
        ("7", 7),
        ("1,021,325", 1_021_325),
        ("1.2万", 12_000),
        ("1.8亿", 180_000_000),
        ("100万+", 1_000_000),
        ("转发 28", 28),
        ("评论3", 3),
    ],
)
def test_counts_as_pages_write_them(words: str, count: int) -> None:
    assert count_of(words) == count


@pytest.mark.parametrize("words", ["很多", "-1", "1.2.3", "12k", "1万2", "转发转发", "١٢"])
def test_what_is_no_count_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match="不是数字"):
        count_of(words)
