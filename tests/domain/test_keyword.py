"""Words that a search cannot be asked for are refused with their cure; all others go out as they are."""

import pytest

from domain.keyword import LONGEST, trouble_with


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("云", "只有一个字"),
        (" 云\u200b", "只有一个字"),
        ("#云#", "只有一个字"),
        ("", "没有文字"),
        ("##", "没有文字"),
        ("🚲", "没有文字"),
        ("……！", "没有文字"),
        ("“青鹭出行”", "去掉两端的引号"),
        ('"青鹭"', "去掉两端的引号"),
        ("青" * 100, f"超过 {LONGEST} 个字"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_its_cure(query: str, why: str) -> None:
    trouble = trouble_with(query)
    assert trouble is not None
    assert why in trouble
    assert "；请" in trouble
    assert len(trouble) < 120


@pytest.mark.parametrize(
    "query",
    ["青鹭出行", "#青鹭出行#", "青鹭🚲", "青鹭 退款", "青鹭“出行”", " 青鹭出行 ", "A1", "青" * LONGEST, "a&b=c#d?e"],
)
def test_everything_else_is_asked(query: str) -> None:
    assert trouble_with(query) is None
