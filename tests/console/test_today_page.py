"""The first page answers: is something wrong, since when, how sure are we, who has it."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from alerts import handling
from console.verdict import Doubt, OpenAlert, Tone, count_doubts, job_doubts, judge, source_doubts
from domain.alert import AlertState, Grade
from domain.crawl import CrawlEnd, CrawlOutcome, CrawlPlan
from domain.day import HOUR_SECONDS, hour_start
from domain.job import ON_REQUEST, JobName, JobState
from domain.post import Channel
from storage import crawls, jobs, standing
from storage.models import Alert, Baseline, Notice, Watch
from storage.standing import Job, Source
from tests.console.conftest import a_post, keep

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def alert_of(state: AlertState, grade: Grade = Grade.THREE, holder: str = "", minutes: int = 12) -> OpenAlert:
    found = NOON - timedelta(minutes=minutes)
    return OpenAlert(
        alert=1,
        title="x",
        grade=grade,
        state=state,
        since=NOON - timedelta(hours=3),
        detected_at=found,
        waiting_since=found,
        holder=holder,
    )


def source_of(outcome: CrawlOutcome | None, covered: timedelta | None) -> Source:
    return Source(
        watch=1,
        watch_name="云帆",
        channel=Channel.WECHAT,
        outcome=outcome,
        reason="",
        ended_at=NOON if outcome else None,
        covered_until=None if covered is None else NOON - covered,
        running_since=None,
        newest=None,
    )


def job_of(job: JobName, state: JobState | None, ago: timedelta = timedelta(minutes=3), failure: str = "") -> Job:
    ended = NOON - ago if state else None
    return Job(job=job, state=state, started_at=ended, ended_at=ended, result="", failure=failure, running_since=None)


def test_an_alert_that_nobody_has_comes_before_all_else() -> None:
    waiting = [alert_of(AlertState.FIRING, minutes=12), alert_of(AlertState.FIRING, Grade.TWO, minutes=40)]
    held = alert_of(AlertState.STARTED, Grade.ONE, "艾丽丝")
    said = judge([held, *waiting], [Doubt(text="x", blinding=True)], watches=1, now=NOON)
    assert said.tone is Tone.ALARM
    assert said.sentence == "有 2 起预警无人认领，最高二级（严重）"
    assert said.detail == "从 2026年11月23日 09:00 开始，至今 3 小时；最久的一起已等待认领 40 分钟。"


def test_an_alert_in_hand_says_whose_hands() -> None:
    said = judge([alert_of(AlertState.ACKNOWLEDGED, holder="艾丽丝")], [], watches=1, now=NOON)
    assert said.tone is Tone.HANDLED
    assert "由 艾丽丝 负责" in said.detail


def test_quiet_without_data_is_never_called_calm() -> None:
    blind = judge([], [Doubt(text="x", blinding=True)], watches=1, now=NOON)
    assert (blind.tone, blind.sentence) == (Tone.BLIND, "眼下看不清")
    assert judge([], [Doubt(text="x")], watches=1, now=NOON).tone is Tone.CALM
    assert judge([], [], watches=0, now=NOON).tone is Tone.EMPTY


@pytest.mark.parametrize(
    ("outcome", "covered", "says"),
    [
        (None, None, "还没有采集过"),
        (CrawlOutcome.REFUSED, None, "被平台拒绝，从未取得完整数据"),
        (CrawlOutcome.EXPIRED_SESSION, timedelta(minutes=20), "登录已过期，完整数据只到 2026年11月23日 11:40"),
        (CrawlOutcome.CHANGED_LAYOUT, timedelta(hours=3), "页面已改版"),
        (CrawlOutcome.COMPLETE, timedelta(hours=2), "采集没有跟上"),
    ],
)
def test_each_way_of_not_collecting_is_told_apart(
    outcome: CrawlOutcome | None, covered: timedelta | None, says: str
) -> None:
    (doubt,) = source_doubts([source_of(outcome, covered)], NOON)
    assert says in doubt.text
    assert doubt.blinding


@pytest.mark.parametrize("outcome", [CrawlOutcome.COMPLETE, CrawlOutcome.EMPTY])
def test_a_channel_that_is_covered_raises_no_doubt(outcome: CrawlOutcome) -> None:
    assert source_doubts([source_of(outcome, timedelta(minutes=12))], NOON) == []


def test_an_evaluation_that_does_not_run_makes_blind_and_a_failed_job_is_named() -> None:
    fine = job_of(JobName.EVALUATE, JobState.DONE)
    assert job_doubts([fine], NOON) == []
    failed = job_of(JobName.TELL, JobState.FAILED, failure="邮件服务器拒绝登录")
    (doubt,) = job_doubts([fine, failed], NOON)
    assert doubt.text == "发送通知上次运行失败：邮件服务器拒绝登录"
    assert not doubt.blinding
    assert [d.blinding for d in job_doubts([job_of(JobName.EVALUATE, None)], NOON)] == [True]
    assert "没有运行" in job_doubts([job_of(JobName.EVALUATE, JobState.DONE, timedelta(hours=1))], NOON)[0].text


def test_a_job_that_waits_for_its_turn_sends_nobody_to_start_the_program(as_bob: Client, at: datetime) -> None:
    asleep = as_bob.get("/").content.decode()
    assert asleep.count("请确认 yuqing run 正在运行") == len(JobName) - len(ON_REQUEST)
    run = jobs.ask(JobName.EVALUATE, at - timedelta(minutes=1))
    jobs.take(run, at)
    jobs.finish(run, at)
    jobs.take(jobs.ask(JobName.READINGS, at), at)
    awake = as_bob.get("/").content.decode()
    assert "请确认 yuqing run 正在运行" not in awake
    assert awake.count("第一次运行中") == 1
    assert "还没轮到第一次（每天一次）" in awake


def test_a_few_unscored_posts_are_no_doubt_many_are() -> None:
    assert count_doubts(posts=100, unscored=5, undelivered=0) == []
    assert len(count_doubts(posts=100, unscored=6, undelivered=2)) == 2


def crawl(watch: Watch, channel: Channel, outcome: CrawlOutcome, now: datetime) -> None:
    plan = CrawlPlan(spider="s", watch=watch.pk, since=now - timedelta(days=2), until=now - timedelta(minutes=5))
    end = CrawlEnd(outcome=outcome, reason="因为", expected=None, fetched=0, new=0, found_again=0, requests=1)
    crawls.end(crawls.begin(plan, channel, now - timedelta(minutes=5)), end, now - timedelta(minutes=4))


def test_the_page_says_who_is_missing_how_sure_and_what_failed(as_bob: Client, alert: Alert, at: datetime) -> None:
    assert alert.watch is not None
    crawl(alert.watch, Channel.WEIBO, CrawlOutcome.COMPLETE, at)
    crawl(alert.watch, Channel.WECHAT, CrawlOutcome.CHANGED_LAYOUT, at)
    jobs.finish(jobs.ask(JobName.SCORE, at), at, failure="模型文件不见了")
    Notice.objects.filter(alert=alert).update(state="failed", attempts=5, error="550 no such user")
    page = as_bob.get("/").content.decode()
    for told in (
        "有 1 起预警无人认领，三级（较重）",
        "已等 12 分钟",
        "页面已改版",
        "模型文件不见了",
        "550 no such user",
        "有 1 封通知没有发出去",
        'hx-trigger="every 60s"',
    ):
        assert told in page, told


def test_the_alert_leaves_the_alarm_once_somebody_has_it(as_bob: Client, alert: Alert, at: datetime) -> None:
    handling.acknowledge(alert.pk, actor="艾丽丝", now=at)
    page = as_bob.get("/").content.decode()
    assert "有 1 起预警正在处理" in page
    assert "由 艾丽丝 负责" in page


def test_an_alert_of_a_look_back_in_time_alarms_nobody(as_bob: Client, alert: Alert) -> None:
    Alert.objects.update(told=False)
    assert "无人认领" not in as_bob.get("/").content.decode()


def test_without_a_watch_the_page_says_what_to_do_next(as_bob: Client, as_admin: Client) -> None:
    assert "请有后台权限的同事" in as_bob.get("/").content.decode()
    assert "/admin/storage/watch/add/" in as_admin.get("/").content.decode()


def test_charts_hold_the_counts_of_the_rollups(as_bob: Client, watch: Watch, at: datetime) -> None:
    hour = hour_start(at.timestamp())
    inside = [datetime.fromtimestamp(hour - HOUR_SECONDS + 60 * minute, UTC) for minute in range(5)]
    keep(watch, [a_post(f"p{n}", when) for n, when in enumerate(inside)], at, {"p0", "p1"})
    Baseline.objects.create(watch=watch, bucket=hour - HOUR_SECONDS, posts=3.0, negative=1.0)
    page = as_bob.get("/").content.decode()
    spec = re.search(rf'<script id="chart-volume-{watch.pk}" type="application/json">(.*?)</script>', page)
    assert spec is not None
    assert "datasets" in json.loads(spec[1]) or "layer" in json.loads(spec[1])
    (counted,) = standing.hours([watch.pk], hour - HOUR_SECONDS, hour)[watch.pk]
    assert (counted.posts, counted.negative, counted.scored, counted.expected_posts) == (5, 2, 5, 3.0)
    assert "<dd>5<small> 条</small></dd>" in page
    assert "按以往预期 未知" in page


def test_an_hour_without_posts_is_none_the_less_an_hour(watch: Watch) -> None:
    made = standing.hours([watch.pk], 0, 3 * HOUR_SECONDS)[watch.pk]
    assert [hour.posts for hour in made] == [0, 0, 0]
    assert made[0].expected_posts is None


def test_the_number_of_queries_does_not_grow_with_watches(
    as_bob: Client, at: datetime, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(8):
        row = Watch.objects.create(name=f"主题{number}", any_words="x")
        crawl(row, Channel.WEIBO, CrawlOutcome.COMPLETE, at)
    with django_assert_max_num_queries(14):
        as_bob.get("/")
