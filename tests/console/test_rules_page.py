"""The page of rules: what people see, change, try, roll back, and what they are told when it goes wrong."""

from datetime import datetime, timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client

from alerts import rulebook
from domain.job import JobName
from domain.rule_settings import RuleSettings, Sensitivity
from domain.strict_json import read, written
from domain.trial import Fired, Outcome
from storage import trials
from storage.models import Alert, JobRun, RuleVersion, Watch

PAGE = "/rules/negative_surge/"


def fields(**changes: object) -> dict[str, object]:
    """What the form of the surge rule sends, as it comes."""
    sent: dict[str, object] = {
        "act": "save",
        "seen": 0,
        "on": "on",
        "sensitivity": "standard",
        "floor": 4,
        "for_minutes": 0,
        "clear_minutes": 30,
        "clear_percent": 100,
        "cooldown_minutes": 0,
        "lowest": 4,
        "why": "新品上市，先从严",
    }
    return sent | changes


def told(client: Client, **changes: object) -> str:
    return client.post(PAGE, fields(**changes), follow=True).content.decode()


def test_the_list_names_every_rule_and_knows_nothing_of_what_was_never_tried(as_bob: Client, watch: Watch) -> None:
    page = as_bob.get("/rules/").content.decode()
    for rule in rulebook.BY_NAME.values():
        assert rule.shown in page
        assert f'href="/rules/{rule.name}/"' in page
    assert page.count("不能试算") == sum(not rule.in_past for rule in rulebook.BY_NAME.values())
    assert "未知" in page
    assert "出厂设置" in page


@pytest.mark.parametrize("name", rulebook.BY_NAME)
def test_every_rule_has_a_form_without_what_means_nothing_for_it(as_alice: Client, name: str) -> None:
    page = as_alice.get(f"/rules/{name}/").content.decode()
    rule = rulebook.BY_NAME[name]
    assert ('name="sensitivity"' in page) is (rule.line is not None)
    assert ('name="floor"' in page) is bool(rule.floor_words)
    assert ('name="channels"' in page) is rule.by_channel
    assert ('value="try"' in page) is rule.in_past


def test_a_change_is_a_version_with_who_why_and_what_in_words(as_alice: Client, watch: Watch) -> None:
    page = told(as_alice, sensitivity="strict", floor=10, watches=[watch.pk], rows=["reposts"])
    assert "已保存为第 1 版" in page
    assert "灵敏度：标准 → 严格" in page
    assert "最低数量：4 → 10" in page
    assert "监测主题：全部 → 云帆" in page
    assert "第 6 行单条负面内容转发" in page
    assert "艾丽丝" in page
    assert "新品上市，先从严" in page
    settings = rulebook.in_force().of("negative_surge")
    assert (settings.sensitivity, settings.floor, settings.watches) == (Sensitivity.STRICT, 10, (watch.pk,))


def test_a_version_is_rolled_back_by_a_new_version(as_alice: Client, watch: Watch) -> None:
    told(as_alice, floor=10)
    told(as_alice, floor=20, seen=1)
    page = as_alice.post(PAGE, {"act": "restore", "number": 1, "seen": 2}, follow=True).content.decode()
    assert "退回到第 1 版" in page
    assert rulebook.in_force().of("negative_surge").floor == 10
    as_alice.post(PAGE, {"act": "restore", "number": 0, "seen": 3})
    assert rulebook.in_force() == rulebook.shipped()
    assert RuleVersion.objects.count() == 4


def test_of_two_who_edit_at_once_the_second_is_told(as_alice: Client, as_admin: Client, watch: Watch) -> None:
    told(as_alice, floor=10)
    page = told(as_admin, floor=30)
    assert "艾丽丝刚刚改过这条规则" in page
    assert rulebook.in_force().of("negative_surge").floor == 10
    page = as_admin.post(PAGE, {"act": "restore", "number": 0, "seen": 0}, follow=True).content.decode()
    assert "艾丽丝刚刚改过这条规则" in page


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"floor": 0}, "1"),
        ({"floor": "<script>"}, "整数"),
        ({"floor": 10**7}, "“最低数量”现为 10,000,000，应在 1 到 100,000 之间"),
        ({"for_minutes": -1}, "“持续多久才报（分钟）”现为 -1，应在 0 到 1,440 之间"),
        ({"clear_minutes": 0}, "应在 5 到 10,080 之间"),
        ({"clear_percent": 101}, "应在 10 到 100 之间"),
        ({"sensitivity": "loudest"}, "loudest"),
        ({"watches": [987]}, "987"),
        ({"rows": ["nonsense"]}, "nonsense"),
        ({"why": "  "}, "请写明为什么这样改"),
    ],
)
def test_what_cannot_be_is_told_by_its_field_and_changes_nothing(
    as_alice: Client, watch: Watch, changes: dict[str, object], words: str
) -> None:
    page = told(as_alice, **changes)
    assert words in page
    assert not RuleVersion.objects.exists()


def test_a_rule_of_a_deleted_watch_says_so_and_wants_a_new_choice(as_alice: Client, watch: Watch, at: datetime) -> None:
    gone = Watch.objects.create(name="旧品牌", any_words="旧品牌")
    told(as_alice, watches=[gone.pk])
    gone.delete()
    page = as_alice.get(PAGE).content.decode()
    assert "有 1 个已经删除" in page
    assert "已删除的主题" in page
    page = as_alice.post(PAGE, {"act": "restore", "number": 1, "seen": 1}, follow=True).content.decode()
    assert "第 1 版不能再用" in page
    assert not rulebook.in_force().of("negative_surge").covers(watch.pk)


def test_trying_asks_for_a_job_and_changes_nothing(as_alice: Client, watch: Watch) -> None:
    page = told(as_alice, act="try", sensitivity="strict", why="")
    run = JobRun.objects.get(job=JobName.BACKTEST.value)
    assert run.asked_by == "艾丽丝"
    assert '"sensitivity": "strict"' in run.arguments["settings"]
    assert "正在排队" in page
    assert 'hx-select="#trial"' in page
    assert not RuleVersion.objects.exists()


def test_what_is_tried_stays_in_the_form_and_looking_again_tries_nothing(as_alice: Client, watch: Watch) -> None:
    answer = as_alice.post(PAGE, fields(act="try", floor=17, why=""))
    assert answer.status_code == 302
    for _ in range(2):
        page = as_alice.get(answer["Location"]).content.decode()
        assert 'name="floor" value="17"' in page
    assert JobRun.objects.count() == 1
    assert 'name="floor" value="17"' not in as_alice.get(PAGE).content.decode()
    assert as_alice.get(f"{PAGE}?tried=x").status_code == 200


def test_what_a_trial_gave_stands_beside_the_present(as_alice: Client, watch: Watch, at: datetime) -> None:
    usual = rulebook.shipped().of("negative_surge")
    strict = read(RuleSettings, {**_json(usual), "sensitivity": "strict"})
    fired = Fired(
        watch=watch.pk,
        fingerprint="negative_surge:1",
        title="云帆：<b>1 小时内负面 40 条",
        since=at,
        detected_at=at,
        ended_at=None,
        grade=2,
        known=True,
    )
    for settings, alerts, by in ((usual, 9, ""), (strict, 3, "艾丽丝")):
        outcome = Outcome(
            rule="negative_surge",
            alerts=alerts,
            mails=2 * alerts,
            days=30,
            incidents=2,
            incidents_met=1,
            useful=0,
            useful_met=0,
            false=0,
            false_again=0,
            fired=(fired,),
        )
        trials.keep(settings, outcome, watch=None, first=at - timedelta(days=30), last=at, by=by, now=at)
    page = as_alice.get(PAGE).content.decode()
    assert "约 2.1 条" in page
    assert "约 0.7 条" in page
    assert "灵敏度：标准 → 严格" in page
    assert "覆盖 1 / 2" in page
    assert "云帆：&lt;b&gt;1 小时内负面 40 条" in page
    assert "二级（严重）" in page


def _json(settings: RuleSettings) -> dict[str, object]:
    return dict(written(settings))


def test_who_may_only_look_changes_and_tries_nothing(as_bob: Client, as_charlie: Client, watch: Watch) -> None:
    assert 'value="save"' not in as_bob.get(PAGE).content.decode()
    assert as_bob.post(PAGE, fields()).status_code == 403
    assert as_bob.post(PAGE, fields(act="try")).status_code == 403
    assert as_charlie.get("/rules/").status_code == 302
    assert not RuleVersion.objects.exists()
    assert not JobRun.objects.exists()


def test_an_unknown_rule_or_act_is_no_error(as_alice: Client, watch: Watch) -> None:
    assert as_alice.get("/rules/nonsense/").status_code == 404
    page = as_alice.post(PAGE, {"act": "explode"}, follow=True).content.decode()
    assert "没有认出要做的操作" in page
    page = as_alice.post(PAGE, {"act": "restore", "number": "x", "seen": "1"}, follow=True).content.decode()
    assert "没有认出要做的操作" in page


def test_a_word_on_an_alert_counts_for_its_rule(as_alice: Client, alert: Alert) -> None:
    page = as_alice.post(f"/alerts/{alert.pk}/", {"act": "judge", "verdict": "false"}, follow=True).content.decode()
    assert "已记为“误报”" in page
    assert "艾丽丝 于" in page
    listed = as_alice.get("/rules/").content.decode()
    assert "评价过 1 条：有用 0、误报 1、重复 0" in listed
    as_alice.post(f"/alerts/{alert.pk}/", {"act": "judge", "verdict": "useful"})
    assert "评价过 1 条：有用 1、误报 0、重复 0" in as_alice.get("/rules/").content.decode()


def test_a_dismissed_alert_counts_as_false_and_nobody_else_may_judge(
    as_alice: Client, as_bob: Client, alert: Alert
) -> None:
    assert as_bob.post(f"/alerts/{alert.pk}/", {"act": "judge", "verdict": "useful"}).status_code == 403
    as_alice.post(f"/alerts/{alert.pk}/", {"act": "dismiss", "dismiss-reason": "抽奖"})
    assert "误报 1、重复 0" in as_alice.get("/rules/").content.decode()


def test_critical_words_are_edited_like_those_of_complaints(as_alice: Client, db: None) -> None:
    sent = {"kind": "law", "seen": 0, "added": "被央视\n.*+(", "removed": ""}
    page = as_alice.post("/critical-words/", sent, follow=True).content.decode()
    assert "只有符号" in page
    sent["added"] = "被央视点评\n<b>检察院</b>"
    page = as_alice.post("/critical-words/", sent, follow=True).content.decode()
    assert "下一次评估起按新词预警" in page
    assert "&lt;b&gt;检察院&lt;/b&gt;" in page
    assert "被央视点评" not in as_alice.get("/complaints/").content.decode()


def test_the_page_bears_any_query(as_alice: Client, watch: Watch) -> None:
    assert as_alice.get("/rules/?" + urlencode({"x": "<script>"})).status_code == 200
