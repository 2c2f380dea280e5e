"""Rules tried on the past, from the command line and as a job."""

import json
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from alerts import rulebook
from alerts.backtest import Stretch
from alerts.evaluate import evaluate
from alerts.handling import dismiss, start
from domain.alert import Grade
from domain.incident import IncidentKind
from domain.rule_settings import Sensitivity
from domain.strict_json import written
from domain.trial import Outcome
from service import backtesting
from service.rule_file import read_rules, read_standard
from service.trouble import Trouble
from storage import trials
from storage.models import Alert, Notice, RuleTrial
from tests.alerts.conftest import World

pytest_plugins = ("tests.alerts.conftest",)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def ignore(done: int, total: int | None) -> None: ...


@pytest.fixture
def surged(staffed: World, now: datetime) -> World:
    """Nine days and a surge."""
    staffed.ordinary_days(until=now, days=9)
    staffed.surge(40, until=now)
    return staffed


@pytest.fixture
def stretch(now: datetime) -> Stretch:
    """The day that ends an hour after the surge."""
    return backtesting.stretch_of(1, now + HOUR)


def test_a_trial_says_how_many_alerts_and_mails_and_tells_nobody(surged: World, stretch: Stretch) -> None:
    (outcome,) = backtesting.compare(stretch, ["negative_surge"], [], ignore).present
    assert (outcome.alerts, outcome.mails, outcome.days) == (1, 1, 1.0)
    assert outcome.alerts_per_week == 7
    assert outcome.fired[0].fingerprint == f"negative_surge:{surged.watch.pk}"
    assert not Alert.objects.exists()
    assert not Notice.objects.exists()


def test_what_must_not_wait_is_among_the_mails_as_it_was_at_the_time(staffed: World, now: datetime) -> None:
    staffed.ordinary_days(until=now, days=9)
    staffed.surge(40, until=now, reposts=20_000)
    staffed.write(now + 7 * MINUTE, negative=True, text="青鹭的车闸断了，有人伤亡，打了12315")
    for step in range(13):
        evaluate(now + step * 5 * MINUTE)
    mailed = dict(Counter(Notice.objects.filter(alert__rule="negative_surge").values_list("stage", flat=True)))
    assert mailed["joined"] == mailed["fired"] > 0
    (outcome,) = backtesting.compare(backtesting.stretch_of(1, now + HOUR), ["negative_surge"], [], ignore).present
    assert outcome.mails == sum(mailed.values())


def test_it_is_held_against_what_really_was(surged: World, now: datetime, stretch: Stretch) -> None:
    evaluate(now)
    alert = Alert.objects.get(rule="negative_surge")
    start(alert.pk, actor="林晓", kind=IncidentKind.OPINION, grade=Grade.THREE, reason="属实", now=now)
    (outcome,) = backtesting.compare(stretch, ["negative_surge"], [], ignore).present
    assert (outcome.incidents, outcome.incidents_met) == (1, 1)
    assert (outcome.useful, outcome.useful_met, outcome.fired[0].known) == (1, 1, True)
    blunt = replace(rulebook.shipped().of("negative_surge"), floor=1_000)
    (present,), (proposed,) = _both(backtesting.compare(stretch, ["negative_surge"], [blunt], ignore))
    assert (present.alerts, proposed.alerts) == (1, 0)
    assert (proposed.incidents, proposed.incidents_met) == (1, 0)


def test_a_matter_of_the_whole_company_is_met_by_an_alert_of_any_watch(
    surged: World, now: datetime, stretch: Stretch
) -> None:
    evaluate(now)
    alert = Alert.objects.get(rule="negative_surge")
    start(alert.pk, actor="林晓", kind=IncidentKind.OPINION, grade=Grade.THREE, reason="属实", now=now)
    Alert.objects.update(watch=None, rule="front_line_report")
    (outcome,) = backtesting.compare(stretch, ["negative_surge"], [], ignore).present
    assert (outcome.incidents, outcome.incidents_met) == (1, 1)


def _both(compared: backtesting.Compared) -> tuple[tuple[Outcome, ...], tuple[Outcome, ...]]:
    return compared.present, compared.proposed


def test_what_was_a_false_alarm_would_come_again(surged: World, now: datetime, stretch: Stretch) -> None:
    evaluate(now)
    dismiss(Alert.objects.get(rule="negative_surge").pk, actor="林晓", reason="抽奖", now=now)
    (outcome,) = backtesting.compare(stretch, ["negative_surge"], [], ignore).present
    assert (outcome.false, outcome.false_again) == (1, 1)


def test_the_job_keeps_what_it_found_under_the_settings_that_were_asked_for(surged: World, now: datetime) -> None:
    strict = replace(rulebook.shipped().of("negative_surge"), sensitivity=Sensitivity.STRICT)
    arguments = {"rule": "negative_surge", "settings": json.dumps(written(strict)), "days": "1", "by": "林晓"}
    told = backtesting.work(arguments, ignore, now + HOUR)
    assert told.startswith("负面激增，现在：1 条")
    assert [trials.settings(row).sensitivity for row in trials.newest("negative_surge")] == ["strict", "standard"]
    assert {row.asked_by for row in RuleTrial.objects.all()} == {"林晓"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"rule": "nonsense"}, "没有名为“nonsense”的规则"),
        ({"rule": "negative_surge", "settings": "{"}, "要试算的设置无法使用"),
        ({"rule": "negative_surge", "days": "0"}, "应在 1 到 400 之间"),
        ({"rule": "negative_surge", "watch": "没有的"}, "没有名为“没有的”的监测主题"),
    ],
)
def test_a_job_that_cannot_be_done_says_why(
    surged: World, arguments: dict[str, str], words: str, now: datetime
) -> None:
    with pytest.raises(Trouble, match=words):
        backtesting.work(arguments, ignore, now + HOUR)


def test_without_a_past_the_figures_are_unknown(staffed: World, stretch: Stretch) -> None:
    (outcome,) = backtesting.compare(stretch, ["loud_author"], [], ignore).present
    assert outcome.alerts_per_week is None
    assert "未知" in backtesting.summary(outcome)


def test_a_file_of_rules_changes_what_it_names_and_nothing_else(staffed: World, tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    path.write_text('[negative_surge]\nsensitivity = "严格"\nfloor = 9\nwatches = ["青鹭出行"]\n', "utf-8")
    (made,) = read_rules(path)
    usual = rulebook.shipped().of("negative_surge")
    assert made == replace(usual, sensitivity=Sensitivity.STRICT, floor=9, watches=(staffed.watch.pk,))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[nonsense]\nfloor = 3", "没有名为“nonsense”的规则"),
        ("negative_surge = 3", "应是一个表"),
        ("[negative_surge]\nfloors = 3", "不认识的项：floors"),
        ('[negative_surge]\nfloor = "many"', "floor"),
        ("[negative_surge]\nfloor = 0", "“最低数量”现为 0"),
        ('[negative_surge]\nwatches = ["没有"]', "没有名为“没有”的监测主题"),
        ('[negative_surge]\nsensitivity = "极严"', "sensitivity"),
        ("[negative_surge", "不是 TOML"),
    ],
)
def test_a_bad_file_of_rules_is_told_by_place(staffed: World, tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(Trouble, match=words):
        read_rules(path)
    with pytest.raises(Trouble, match="读不了文件"):
        read_rules(tmp_path / "missing.toml")


def test_a_proposed_standard_grades_the_past(surged: World, now: datetime, tmp_path: Path, stretch: Stretch) -> None:
    path = tmp_path / "standard.json"
    cells = [{"text": f"第 {n} 格", "any": [[["negative_per_hour", 1]]]} for n in range(4)]
    path.write_text(json.dumps({"negative_speed": cells}), "utf-8")
    version = read_standard(path, now)
    compared = backtesting.compare(stretch, ["negative_surge"], [], ignore, version)
    assert compared.proposed[0].fired[0].grade == 1
    path.write_text("[]", "utf-8")
    with pytest.raises(Trouble, match="不是分级标准的 JSON"):
        read_standard(path, now)


def test_an_alert_of_this_very_minute_is_found_again(staffed: World, now: datetime) -> None:
    staffed.ordinary_days(until=now, days=9)
    just_now = now + 2 * MINUTE
    staffed.surge(40, until=just_now, minutes=2)
    assert evaluate(just_now).raised == 1
    (outcome,) = backtesting.compare(backtesting.stretch_of(1, just_now), ["negative_surge"], [], ignore).present
    assert [one.fingerprint for one in outcome.fired] == [Alert.objects.get().fingerprint]
