"""What is left of a post's words when quantities, questions and grammar are gone is what it speaks of."""

import pytest

from analysis.empty_words import is_empty
from analysis.keys import KeyChooser


@pytest.mark.parametrize(
    "word",
    [
        "分钟",
        "一笔",
        "一辆车",
        "两百万",
        "第一名",
        "每次",
        "半年",
        "有没有",
        "是不是",
        "好不好吃",
        "不了",
        "怎么办",
        "凌晨",
    ],
)
def test_a_quantity_a_question_or_grammar_names_no_topic(word: str) -> None:
    assert is_empty(word)


@pytest.mark.parametrize(
    "word",
    [
        "打不开",
        "买不到",
        "不满",
        "不公",
        "两会",
        "一线",
        "五一",
        "双十一",
        "三星",
        "三元",
        "百度",
        "万科",
        "一级",
        "一口价",
    ],
)
def test_names_and_complaints_that_look_alike_are_kept(word: str) -> None:
    assert not is_empty(word)


def test_an_outage_is_known_by_what_broke() -> None:
    tokens = ["取消", "不了", "等", "了", "四十", "分钟", "还车", "有没有", "客服", "一笔", "扣费"]
    assert set(KeyChooser().choose(tokens)) == {"还车", "扣费", "客服", "取消"}
