import pytest

from analysis.trending import FORGOTTEN, QUARTER, TrendTable

FIRST = 1_791_129_600


def fed(table: TrendTable, quarters: int, authors: dict[str, int], first: int = FIRST) -> int:
    """Steps of the same; the quarter that comes next."""
    for step in range(quarters):
        table.step(first + step * QUARTER, authors)
    return first + quarters * QUARTER


def test_a_key_that_begins_to_be_used_rises_and_one_of_every_day_does_not() -> None:
    table = TrendTable()
    following = fed(table, 200, {"的": 300, "手续费": 2})
    assert table.step(following, {"的": 310, "手续费": 2, "#星河支付崩了#": 12}) == ["#星河支付崩了#"]
    assert "#星河支付崩了#" in table.tracked


def test_a_watch_whose_word_is_of_every_day_stands_out_only_where_it_doubles() -> None:
    table = TrendTable()
    following = fed(table, 400, {"的": 1_000})
    assert table.step(following, {"的": 1_100}) == []
    assert table.usual(["的"])[0] == pytest.approx(1_000, rel=0.1)


def test_four_people_are_never_a_rise() -> None:
    assert TrendTable().step(FIRST, {"崩溃": 4}) == []
    assert TrendTable().step(FIRST, {"崩溃": 5}) == ["崩溃"]


def test_a_key_is_dropped_after_fourteen_days_of_silence() -> None:
    table = TrendTable()
    table.step(FIRST, {"崩溃": 9})
    table.step(FIRST + FORGOTTEN, {})
    assert table.tracked == {"崩溃"}
    table.step(FIRST + FORGOTTEN + QUARTER, {"崩溃": 4})
    assert not table.tracked


def test_silence_that_is_not_stepped_through_is_forgotten_as_well() -> None:
    walked, jumped = TrendTable(), TrendTable()
    for table in (walked, jumped):
        fed(table, 50, {"崩溃": 40})
    fed(walked, 99, {}, FIRST + 50 * QUARTER)
    last = FIRST + 149 * QUARTER
    walked.step(last, {})
    jumped.step(last, {})
    assert walked.usual(["崩溃"])[0] == pytest.approx(jumped.usual(["崩溃"])[0])


@pytest.mark.parametrize("quarter", [FIRST, FIRST - QUARTER, FIRST + 1])
def test_a_clock_that_jumps_back_is_refused(quarter: int) -> None:
    table = TrendTable()
    table.step(FIRST, {})
    with pytest.raises(ValueError, match="quarter of an hour after"):
        table.step(quarter, {})


def test_a_quarter_without_a_post_is_no_error() -> None:
    assert TrendTable().step(FIRST, {}) == []
