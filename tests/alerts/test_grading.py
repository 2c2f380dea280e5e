"""The standard's rows, held against what was measured."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from alerts import standard
from alerts.grading import propose
from alerts.measures import gravest
from alerts.standard import DEFAULT_FILE, LABELS, BadStandard, parse
from domain.alert import Grade, Measures
from storage.models import Standard

ROWS = parse(json.loads(DEFAULT_FILE.read_text(encoding="utf-8")))


def grade(measures: Measures) -> Grade:
    return propose(measures, ROWS, 1).grade


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("reposts", (100, 500, 5_000, 10_000)),
        ("comments", (100, 500, 3_000, 10_000)),
        ("reads", (1_000, 5_000, 50_000, 100_000)),
        ("plays", (10_000, 50_000, 500_000, 1_000_000)),
    ],
)
def test_each_line_of_a_single_post_is_met_exactly_at_its_number(name: str, lines: tuple[int, ...]) -> None:
    for line, expected in zip(lines, (Grade.FOUR, Grade.THREE, Grade.TWO, Grade.ONE), strict=True):
        met = propose(Measures(**{name: line}), ROWS, 1)  # type: ignore[arg-type]
        assert (met.grade, len(met.reasons)) == (expected, 1)
        below = propose(Measures(**{name: line - 1}), ROWS, 1)  # type: ignore[arg-type]
        assert below.grade > expected or "未达到" in below.reasons[0]


@pytest.mark.parametrize(
    ("speed", "usual", "expected"),
    [
        (60, 20, Grade.FOUR),
        (250, 50, Grade.THREE),
        (200, 20, Grade.TWO),
        (199, 1, Grade.THREE),
        (1_000, 50, Grade.ONE),
        (1_000, 400, Grade.FOUR),
        (1_000, 0, Grade.ONE),
        (1_000, None, Grade.FOUR),
    ],
)
def test_the_speed_of_negative_posts_wants_both_ratio_and_floor(
    speed: float, usual: float | None, expected: Grade
) -> None:
    assert grade(Measures(negative_per_hour=speed, negative_expected_per_hour=usual)) is expected


@pytest.mark.parametrize(
    ("measures", "expected"),
    [
        (Measures(followers=99_999), Grade.FOUR),
        (Measures(followers=100_000), Grade.THREE),
        (Measures(media=True), Grade.THREE),
        (Measures(media=False), Grade.FOUR),
        (Measures(followers=1_000_000), Grade.TWO),
        (Measures(channels=3), Grade.TWO),
        (Measures(channels=2), Grade.FOUR),
    ],
)
def test_who_speaks_and_on_how_many_platforms(measures: Measures, expected: Grade) -> None:
    assert grade(measures) is expected


def test_the_highest_row_wins_and_every_met_row_is_named_with_value_and_line() -> None:
    proposal = propose(Measures(reposts=620, comments=12_000, reads=None), ROWS, 3)
    assert proposal.grade is Grade.ONE
    assert proposal.standard == 3
    assert proposal.reasons == (
        "第 7 行“单条负面内容评论”：评论 1.2 万 条，达到一级（特别严重）的标准（评论 ≥1 万）",
        "第 6 行“单条负面内容转发”：转发 620 次，达到三级（较重）的标准（转发 ≥500）",
    )


def test_nothing_met_is_the_fourth_grade_and_says_what_is_unknown() -> None:
    proposal = propose(Measures(reposts=3), ROWS, 1)
    assert proposal.grade is Grade.FOUR
    assert proposal.reasons == (
        "未达到《突发状况分级标准》第 1 版的任何一行，按四级（一般）提出",
        "其中评论、阅读数未知，没有参与定级",
    )


def test_the_default_holds_all_eighteen_rows_in_order() -> None:
    assert [row.number for row in ROWS] == list(range(1, 19))
    assert {row.key for row in ROWS} == LABELS.keys()


@pytest.mark.parametrize(
    "wrong",
    [
        {"nonsense": []},
        {"reposts": [{"text": "≥1", "any": [[["reposts", 1]]]}]},
        {"reposts": [{"text": "≥1", "any": [[["likes", 1]]]}] * 4},
        {"reposts": [{"text": "≥1", "any": [[["reposts", "many"]]]}] * 4},
        {"reposts": [{"text": "≥1", "any": [[]]}] * 4},
        {"reposts": [{"any": []}] * 4},
        {"reposts": {"text": "≥1"}},
    ],
)
def test_a_standard_of_another_shape_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(BadStandard, match="分级标准"):
        parse(wrong)


@pytest.mark.django_db
def test_the_default_is_stored_once_and_a_newer_version_rules_from_its_day(now: datetime) -> None:
    assert standard.current(now).number == 1
    first = Standard.objects.get()
    assert standard.current(now - timedelta(days=365)).number == 1
    tomorrow = now + timedelta(days=1)
    Standard.objects.create(number=2, rows=first.rows, owner="客服部", approved_by="郑总", effective_from=tomorrow)
    assert standard.current(now).number == 1
    assert standard.current(tomorrow).number == 2
    assert Standard.objects.count() == 2


def test_measures_of_several_posts_keep_the_largest_known_value() -> None:
    one, other = Measures(reposts=3, media=False), Measures(reposts=None, followers=9, media=True)
    assert gravest([one, other]) == Measures(reposts=3, followers=9, media=True)
    assert gravest([]) == Measures()
    assert gravest([replace(one, reposts=0)]).reposts == 0
