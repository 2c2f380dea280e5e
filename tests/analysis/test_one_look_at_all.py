"""The looks at whole batches pass over texts that have nothing to tell, and never one that has."""

import gzip
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.aim import Sides, aimed
from analysis.complaints import CERTAIN, HINT, ComplaintRules, complaint_of
from analysis.noise import noise_of, suspected
from analysis.text import compatible, words_alone

RULES = ComplaintRules(brands=["星河支付"])
SIDES = Sides(["星河支付"], ["Blue Pay+", "蓝鲸(支付)"])
PIECES = [
    "客服",
    "投诉",
    "没人理",
    "退款",
    "不到账",
    "崩了",
    "转发",
    "抽奖",
    "抽三位送",
    "优惠",
    "加微信",
    "隔壁",
    "比blue pay+强",
    "蓝鲸(支付)",
    "星河支付",
    "怎么样",
    "有没有人用过",
    "请问",
    "r.i.p",
    "致敬英雄",
    "一路走好",
    "「今天的新闻标题是这样写的」",
    "?",
    "。",
    "，",
    "不",
    "a",
    "\n",
]


def overlooked(texts: list[str]) -> list[str]:
    heard, suspects, flagged = RULES.heard_in(texts), suspected(texts), SIDES.flagged_in(texts)
    return [
        text
        for text, tells, suspect, flag in zip(texts, heard, suspects, flagged, strict=True)
        if (complaint_of(text, RULES) and tells < CERTAIN)
        or (complaint_of(text, RULES, negative=True) and tells < HINT)
        or (noise_of(text) and not suspect)
        or (aimed(text, SIDES).flags and not flag)
    ]


@given(st.lists(st.lists(st.sampled_from(PIECES)).map("".join)))
def test_nothing_that_tells_is_overlooked(texts: list[str]) -> None:
    assert overlooked(texts) == []


def test_each_text_gets_its_own_answer() -> None:
    assert RULES.heard_in(["", "星河支付崩了", "今天", ""]) == [0, CERTAIN, 0, 0]
    assert suspected(["今天", "转发抽三位送手机", ""]) == [False, True, False]
    assert SIDES.flagged_in(["今天", "还是隔壁好", "R", "r.i.p", ""]) == [False, True, False, True, False]
    assert RULES.heard_in([]) == suspected([]) == SIDES.flagged_in([]) == []


@pytest.mark.shared
@pytest.mark.slow
def test_in_real_posts_nothing_is_overlooked(shared: Path) -> None:
    with gzip.open(shared / "data/checked/posts.tsv.gz", "rt", encoding="utf-8") as file:
        texts = random.Random(5).sample([line.rstrip("\n").split("\t")[5] for line in file], 20_000)
    assert overlooked(words_alone(compatible(texts))) == []
