"""Judging in one process or in several: the same verdicts in the same order, and never much at once."""

from collections.abc import Iterator, Sequence

import pytest

from analysis.pipeline import Text
from domain.complaint_words import shipped
from service.judging import AHEAD, LEAST_FOR_A_POOL, MOST_WORKERS, Making, judged, workers_for

MAKING = Making(own_words=("星河支付",), kinds=tuple(shipped()), brands=("星河支付",))
SAID = ["星河支付又崩了，退款没人理", "今天星期三", "", "转发微博", "星河支付真方便，推荐"]


def batches(number: int, read: list[int]) -> Iterator[Sequence[Text]]:
    for batch in range(number):
        read.append(batch)
        yield [Text(post=batch * 10 + place, text=text) for place, text in enumerate(SAID)]


@pytest.mark.slow
def test_two_processes_say_what_one_says() -> None:
    alone, together = list(judged(batches(6, []), MAKING, 1)), list(judged(batches(6, []), MAKING, 2))
    assert together == alone
    assert [verdicts[0].post for verdicts in together] == [0, 10, 20, 30, 40, 50]


@pytest.mark.slow
def test_no_more_is_read_than_the_workers_soon_need() -> None:
    read: list[int] = []
    verdicts = judged(batches(100, read), MAKING, 2)
    next(verdicts)
    assert len(read) <= 2 * AHEAD + 1
    verdicts.close()


def test_nothing_to_judge_gives_nothing() -> None:
    assert list(judged([], MAKING, 1)) == []


def test_few_texts_stay_in_this_process_and_many_use_the_machine() -> None:
    assert workers_for(LEAST_FOR_A_POOL - 1) == 1
    assert 1 <= workers_for(LEAST_FOR_A_POOL) <= MOST_WORKERS
    assert workers_for(5, wanted=3) == 3
