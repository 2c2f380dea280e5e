"""Settings at work: waiting, clearing, cooling down, and bad ones refused."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from alerts import rulebook
from alerts.evaluate import evaluate, evaluate_range
from alerts.noisy import precision, proposal_for
from domain.feedback import Tally
from domain.post import Channel
from domain.rule_settings import BadSettings, RuleSettings, Sensitivity, differences
from storage import rule_versions
from storage.models import Alert, Brewing
from tests.alerts.conftest import World

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
USUAL = rulebook.shipped().of("negative_surge")


def put(now: datetime, **changes: object) -> RuleSettings:
    """Make it so, as the newest version."""
    settings = replace(USUAL, **changes)  # type: ignore[arg-type]
    newest = rule_versions.newest().get("negative_surge")
    rule_versions.save(settings, by="林晓", why="试试", now=now, seen=newest.number if newest else 0)
    return settings


@pytest.fixture
def surging(staffed: World, now: datetime) -> World:
    staffed.ordinary_days(until=now - HOUR)
    staffed.surge(30, until=now)
    return staffed


def surges() -> int:
    return Alert.objects.filter(rule="negative_surge").count()


def test_a_rule_that_is_off_raises_nothing(surging: World, now: datetime) -> None:
    put(now, on=False)
    evaluate(now)
    assert surges() == 0


def test_a_strict_rule_keeps_silent_where_a_sensitive_one_speaks(surging: World, now: datetime) -> None:
    put(now, floor=500)
    evaluate(now)
    assert surges() == 0
    put(now, sensitivity=Sensitivity.SENSITIVE)
    evaluate(now)
    assert surges() == 1


def test_a_matter_that_must_hold_is_raised_once_it_has_held(surging: World, now: datetime) -> None:
    put(now, for_minutes=10)
    evaluate(now)
    assert surges() == 0
    assert Brewing.objects.get().since == now
    evaluate(now + 5 * MINUTE)
    assert surges() == 0
    evaluate(now + 10 * MINUTE)
    assert Alert.objects.get(rule="negative_surge").detected_at == now + 10 * MINUTE
    assert not Brewing.objects.exists()


def test_a_break_in_what_must_hold_begins_anew(surging: World, now: datetime) -> None:
    put(now, for_minutes=30)
    evaluate(now)
    evaluate(now + 20 * MINUTE)
    assert Brewing.objects.get().since == now + 20 * MINUTE
    evaluate(now + 31 * MINUTE)
    assert surges() == 0


def test_a_look_back_waits_as_long(surging: World, now: datetime) -> None:
    put(now, for_minutes=10)
    first = now - 2 * HOUR
    evaluate_range(first, now, progress=lambda done, total: None)
    waited = Alert.objects.get(rule="negative_surge").detected_at
    Alert.objects.all().delete()
    put(now)
    evaluate_range(first, now, progress=lambda done, total: None)
    assert Alert.objects.get(rule="negative_surge").detected_at == waited - 10 * MINUTE


def test_after_its_end_a_matter_cools_down_unless_it_is_graver(surging: World, now: datetime) -> None:
    put(now, cooldown_minutes=600, clear_minutes=5)
    evaluate(now)
    evaluate(now + 6 * HOUR)
    assert Alert.objects.get(rule="negative_surge").state == "cleared"
    surging.surge(20, until=now + 8 * HOUR)
    evaluate(now + 8 * HOUR)
    assert surges() == 1
    surging.surge(10, until=now + 8 * HOUR + 5 * MINUTE, minutes=5, reposts=20_000)
    evaluate(now + 8 * HOUR + 5 * MINUTE)
    assert surges() == 2


def test_what_is_on_stays_on_down_to_the_clear_line(surging: World, now: datetime) -> None:
    put(now, floor=20, clear_minutes=5)
    evaluate(now)
    assert surges() == 1
    put(now, floor=50, clear_percent=40, clear_minutes=5)
    assert evaluate(now + 5 * MINUTE).cleared == 0
    put(now, floor=50, clear_percent=100, clear_minutes=5)
    assert evaluate(now + 15 * MINUTE).cleared == 1


def test_bad_settings_are_refused_with_every_problem_named(staffed: World) -> None:
    bad = replace(USUAL, floor=0, for_minutes=-1, watches=(999,), channels=(Channel.WEIBO,), rows=("x",))
    with pytest.raises(BadSettings) as refused:
        rulebook.checked([bad], [staffed.watch.pk])
    told = "".join(refused.value.problems)
    for words in ("“最低数量”现为 0", "现为 -1", "已经删除", "不能只选部分渠道", "没有这些条款：x"):
        assert words in told
    with pytest.raises(BadSettings, match="没有名为“nonsense”的规则"):
        rulebook.checked([replace(USUAL, rule="nonsense")], [])


def test_only_one_of_two_versions_with_the_same_number_is_kept(db: None, now: datetime) -> None:
    put(now, floor=9)
    with pytest.raises(rule_versions.Outdated, match="林晓刚刚改过"):
        rule_versions.save(USUAL, by="周宁", why="", now=now, seen=0)
    with pytest.raises(rule_versions.Outdated):
        rule_versions.save(USUAL, by="周宁", why="", now=now, seen=7)


def test_changes_are_told_in_words() -> None:
    other = replace(USUAL, on=False, watches=(3, 4), lowest=2, clear_percent=70)
    assert differences(USUAL, other, {3: "云帆"}) == (
        "启用：是 → 否",
        "监测主题：全部 → 云帆、已删除的主题",
        "解除线（最低数量的百分之几）：100 → 70",
        "最低级别：四级（一般） → 二级（严重）",
    )


def test_a_rule_is_noisy_only_where_that_is_sure() -> None:
    assert precision(None) is None
    assert proposal_for(USUAL, Tally(false=4)) is None
    assert proposal_for(USUAL, Tally(useful=3, false=5)) is None
    noisy = Tally(useful=1, false=9, repeated=2)
    found = precision(noisy)
    assert found is not None
    assert (found.judged, round(found.share, 3)) == (12, 0.083)
    stricter = proposal_for(USUAL, noisy)
    assert stricter == replace(USUAL, sensitivity=Sensitivity.STRICT)
    assert proposal_for(stricter, noisy) == replace(stricter, floor=8)
