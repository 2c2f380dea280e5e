import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.season import weibo_shape
from analysis.topics import topic_bursts
from domain.day import BUCKET_SECONDS

FIRST = 1_791_129_600
BUCKETS = 14 * 288
LAST = FIRST + (BUCKETS - 1) * BUCKET_SECONDS
EXPECTED = 5 * weibo_shape(FIRST, BUCKETS)


def test_ordinary_topics_do_not_rise() -> None:
    shares = np.geomspace(0.001, 0.5, 200)[:, None]
    rng = np.random.default_rng(1)
    alarms = sum(
        burst is not None
        for _ in range(20)
        for burst in topic_bursts(rng.poisson(shares * EXPECTED).astype(float), EXPECTED, last=LAST)
    )
    assert alarms <= 2


def test_a_topic_rises_against_its_own_past_and_says_since_when() -> None:
    authors = np.random.default_rng(2).poisson(0.02 * EXPECTED, (2, BUCKETS)).astype(float)
    authors[1, -10:] += 2
    quiet, burst = topic_bursts(authors, EXPECTED, last=LAST)
    assert quiet is None
    assert burst is not None
    assert burst.strength >= 5
    assert burst.at == LAST
    assert abs(burst.since - (LAST - 9 * BUCKET_SECONDS)) <= 3 * BUCKET_SECONDS
    assert burst.observed == authors[1, -burst.window_minutes // 5 :].sum()
    assert burst.expected < 3


def test_a_topic_that_is_always_busy_needs_more() -> None:
    authors = np.vstack([np.zeros(BUCKETS), EXPECTED.round() * 4])
    authors[:, -3:] += 4
    fresh, busy = topic_bursts(authors, EXPECTED, last=LAST)
    assert fresh is not None
    assert busy is None


@pytest.mark.parametrize(("authors", "rises"), [(4, False), (6, False), (7, True), (30, True)])
def test_a_topic_never_heard_of_rises_from_seven_authors_on(authors: int, rises: bool) -> None:
    counts = np.zeros((1, BUCKETS))
    counts[0, -1] = authors
    assert (topic_bursts(counts, EXPECTED, last=LAST)[0] is not None) is rises


def test_in_a_busy_watch_a_few_authors_are_not_enough() -> None:
    counts = np.zeros((1, BUCKETS))
    counts[0, -1] = 7
    assert topic_bursts(counts, 1000 * EXPECTED, last=LAST) == [None]


def test_fewer_than_five_authors_never_rise() -> None:
    counts = np.zeros((1, BUCKETS))
    counts[0, -1] = 4
    assert topic_bursts(counts, EXPECTED, last=LAST, threshold=0.1) == [None]


def test_a_gap_in_the_past_does_not_lower_the_level() -> None:
    authors, covered = np.ones((1, BUCKETS)), np.ones(BUCKETS)
    authors[0, 500:3900] = covered[500:3900] = 0
    authors[0, -12:] = 6
    burst = topic_bursts(authors, covered, last=LAST)[0]
    assert burst is not None
    assert burst.window_minutes == 60
    assert burst.expected == pytest.approx(12)


@given(st.lists(st.integers(0, 50), min_size=36, max_size=36))
def test_a_rise_names_a_stretch_of_its_window(latest: list[int]) -> None:
    counts = np.zeros((1, BUCKETS))
    counts[0, -36:] = latest
    burst = topic_bursts(counts, EXPECTED, last=LAST)[0]
    if burst is not None:
        assert LAST - burst.window_minutes * 60 < burst.since <= LAST
        assert burst.observed >= 5


def test_no_topics_are_no_bursts() -> None:
    assert topic_bursts(np.zeros((0, BUCKETS)), EXPECTED, last=LAST) == []


@pytest.mark.parametrize("shape", [(1, 60), (1, BUCKETS + 1)])
def test_too_short_a_past_and_unlike_lengths_are_refused(shape: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="do not make"):
        topic_bursts(np.zeros(shape), EXPECTED[: shape[1]], last=LAST)
