from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError

from domain.alert import AlertState
from domain.crawl import CrawlOutcome
from domain.notice import Stage
from domain.post import Author, Channel, Post, PostKind
from domain.report import Body, Cell, Figure, Section, SectionState, Tone
from domain.score import Polarity
from reports.daily import build
from reports.facts import Facts
from reports.render.stored import body_of
from reports.sections import SECTIONS, Maker
from reports.trouble import ReportTrouble
from storage import posts
from storage.models import Alert, ImportRun, Notice, Person, Report
from tests.reports.invented import DAY, World

pytestmark = pytest.mark.django_db


def made(now: datetime, day: date = DAY, makers: Sequence[Maker] = SECTIONS) -> Body:
    return body_of(build(day, now, makers))


def section(body: Body, key: str) -> Section:
    return next(one for one in body.sections if one.key == key)


def figure(body: Body, key: str, label: str) -> Figure:
    return next(one for one in section(body, key).figures if one.label == label)


def said(body: Body, key: str) -> str:
    return "\n".join(sentence.text for sentence in section(body, key).sentences)


def table(body: Body, key: str) -> list[dict[str, Cell]]:
    return [dict(zip(one.columns, row, strict=True)) for one in section(body, key).tables for row in one.rows]


def test_the_day_is_told_against_the_day_before_and_the_seven_days_before(told: World, made_at: datetime) -> None:
    body = made(made_at)
    every = figure(body, "overview", "帖文")
    assert (every.value, every.shown) == (29, "至少 29")
    assert every.note == "比前一日多 19 条（+190.0%）；前 7 日均值 10（6 天可比）"
    assert figure(body, "overview", "负面帖文").value == 16
    assert figure(body, "overview", "作者").value == 26
    assert figure(body, "overview", "负面占比").shown == "55.2%"
    assert "高于平日，超出偶然波动（前 7 日为 10.0%）" in said(body, "overview")


def test_the_headline_and_the_summary_say_what_is_wrong_since_when_and_who_has_it(
    told: World, made_at: datetime
) -> None:
    body = made(made_at)
    assert body.headline == "青鹭出行：至少 29 条，负面至少 16 条（55.2%），采集不完整"
    assert 150 <= len(body.summary) <= 320
    for words in ("自 19:40 起", "李蔚 19:52 认领（用时 7 分钟）", "另有 1 起尚无人认领", "“开锁”", "登录已过期"):
        assert words in body.summary


def test_every_figure_opens_what_it_counts(told: World, made_at: datetime) -> None:
    body = made(made_at)
    figures = [one for part in body.sections for one in part.figures]
    assert figures
    assert all(one.query.startswith("/") for one in figures)
    assert figure(body, "overview", "负面帖文").query.endswith("&day=2026-11-22&polarity=negative&noise=without")


def test_a_day_before_that_was_not_collected_is_unknown_and_compared_with_nothing(
    told: World, made_at: datetime
) -> None:
    body = made(made_at, day=date(2026, 11, 19))
    every = figure(body, "overview", "帖文")
    assert (every.shown, every.note) == ("10", "前一日 未知；前 7 日均值 10（3 天可比）")
    assert "前一日没有数据，无法与之对比" in said(body, "overview")


def test_a_day_that_was_not_collected_is_unknown_and_never_nought(told: World, made_at: datetime) -> None:
    body = made(made_at, day=date(2026, 11, 18))
    assert body.headline == "青鹭出行：当天未采集，数据未知"
    for key in ("overview", "sentiment"):
        for one in section(body, key).figures:
            assert (one.value, one.shown, one.tone) == (None, "未知", Tone.UNKNOWN)
    assert [row["帖文"].text for row in table(body, "channels")] == ["未知", "未知"]
    assert "当天没有运行过采集任务" in said(body, "coverage")
    assert "hourly" not in str([chart.key for chart in section(body, "overview").charts])


def test_gaps_are_told_one_by_one_with_their_outcome_and_the_other_channel_is_whole(
    told: World, made_at: datetime
) -> None:
    text = said(made(made_at), "coverage")
    assert "微博 04:00 至 05:30 未采到（1 小时 30 分钟）：登录已过期 1 次，Cookie 已失效。" in text
    assert "微博怎么办：请在“采集来源”页扫码重新登录" in text
    assert "微信采集完整，共 1 次。" in text
    assert [row["覆盖"].text for row in table(made(made_at), "coverage")] == ["93.8%", "100.0%"]


def test_only_one_channel_collected_leaves_the_other_unknown(world: World, made_at: datetime) -> None:
    world.crawl("0:00", "24:00", channels=[Channel.WEIBO])
    world.crawl("0:00", "24:00", CrawlOutcome.CHANGED_LAYOUT, channels=[Channel.WECHAT], reason="找不到文章列表")
    world.post("10:00")
    body = made(made_at)
    weibo, wechat = table(body, "channels")
    assert (weibo["帖文"].text, weibo["采集"].text) == ("1", "完整")
    assert (wechat["帖文"].text, wechat["采集"].text) == ("未知", "未采集")
    assert "页面已改版 1 次，找不到文章列表" in body.summary
    assert "当天采集不完整，帖文数不作对比" in said(body, "overview")


def test_imported_posts_are_counted_and_said_to_be_imported(world: World, made_at: datetime) -> None:
    world.post("10:00", polarity=Polarity.NEGATIVE)
    world.post("11:00")
    ImportRun.objects.create(
        fingerprint="f", watch=world.watch, path="/srv/private/九月.tsv", new=2, started_at=made_at, finished_at=made_at
    )
    body = made(made_at)
    assert body.headline == "青鹭出行：共 2 条，负面 1 条（50.0%）"
    assert "数据来自文件导入" in body.summary
    assert "有文件导入：九月.tsv，" in said(body, "coverage")
    assert "/srv" not in str(body)


def test_posts_without_a_verdict_are_counted_apart_and_not_in_the_share(world: World, made_at: datetime) -> None:
    world.crawl("0:00", "24:00")
    world.post("10:00", polarity=Polarity.NEGATIVE)
    world.post("11:00", polarity=Polarity.NEUTRAL)
    world.post("12:00", polarity=None)
    body = made(made_at)
    assert figure(body, "overview", "帖文").shown == "3"
    assert figure(body, "overview", "负面占比").shown == "50.0%"
    assert figure(body, "sentiment", "尚未判定").shown == "1"
    assert "另有 1 条尚未判定" in said(body, "overview")


def test_topics_of_the_same_posts_are_one_and_a_topic_without_a_past_is_new(told: World, made_at: datetime) -> None:
    lock, riding = table(made(made_at), "topics")
    assert (lock["关键词"].text, lock["账号"].text, lock["负面"].text) == ("开锁、#青鹭出行打不开#", "13", "16")
    assert lock["与平日相比"].text == "新出现"
    assert (riding["关键词"].text, riding["前 7 日日均账号"].text) == ("骑车", "4")


def test_copies_are_folded_and_the_gravest_post_weighs_its_reach(told: World, made_at: datetime) -> None:
    paper, crowd = section(made(made_at), "gravest").entries
    assert (paper.author, paper.copies, paper.reach) == ("江城晚报", 1, "转发 320、评论 88、点赞 1,200")
    assert (crowd.copies, crowd.authors, crowd.strongest) == (15, 12, "骑行者2")
    assert crowd.first_seen == datetime(2026, 11, 22, 11, 10, tzinfo=UTC)
    assert crowd.followers == crowd.strongest_followers == 1_400


def test_alerts_say_who_has_them_and_how_fast(told: World, made_at: datetime) -> None:
    body = made(made_at)
    first, second = table(body, "alerts")
    assert (first["级别"].text, first["认领"].text, first["认领用时"].text) == ("三级（较重）", "李蔚 19:52", "7 分钟")
    assert (first["现状"].text, first["现状"].query[:11]) == ("已启动", "/incidents/")
    assert (second["级别"].text, second["认领"].text, second["认领"].tone) == ("四级（一般）", "无人认领", Tone.BAD)
    assert figure(body, "alerts", "尚无人认领").value == 1
    assert figure(body, "alerts", "认领用时（中位数）").value == 420


def test_what_went_back_for_want_of_a_word_says_so(world: World, made_at: datetime) -> None:
    world.alert("没有下文的", returned_at=world.at("23:45"))
    body = made(made_at)
    (row,) = table(body, "alerts")
    assert (row["认领"].text, row["认领"].tone) == ("退回待认领", Tone.BAD)
    assert "23:45 因没有下文退回，无人接手" in section(body, "alerts").lead


def test_alerts_of_other_days_count_only_while_they_are_open(world: World, made_at: datetime) -> None:
    before = date(2026, 11, 20)
    facts: dict[str, object] = {"since": world.at("9:00", before), "detected_at": world.at("9:05", before)}
    world.alert("还开着的", **facts)
    world.alert("早已结束的", state=AlertState.CLEARED.value, ended_at=world.at("12:00", before), **facts)
    world.alert("第二天的", detected_at=world.at("0:10", date(2026, 11, 23)))
    rows = table(made(made_at), "alerts")
    assert [(row["预警"].text, row["起始"].text) for row in rows] == [("还开着的", "11月20日 09:00")]


def test_a_calm_day_says_that_nothing_fired(world: World, made_at: datetime) -> None:
    world.crawl("0:00", "24:00")
    body = made(made_at)
    assert body.headline == "青鹭出行：共 0 条，负面 0 条"
    assert "没有触发预警" in body.summary
    assert "各渠道全天采集完整" in body.summary
    assert said(body, "gravest") == "已采到的帖文中没有负面帖文。"


def test_a_section_in_trouble_says_so_and_the_others_still_come(told: World, made_at: datetime) -> None:
    def in_trouble(facts: Facts) -> Section:
        raise ReportTrouble("话题表读不到")

    def broken(facts: Facts) -> Section:
        raise DatabaseError("no such table: secret")

    makers = [
        Maker(one.key, one.title, {"topics": in_trouble, "gravest": broken}.get(one.key, one.make)) for one in SECTIONS
    ]
    body = made(made_at, makers=makers)
    assert [one.key for one in body.sections] == [one.key for one in SECTIONS]
    failed = {one.key: one.trouble for one in body.sections if one.state is SectionState.FAILED}
    assert failed == {"topics": "话题表读不到", "gravest": "读取数据库时出错，详情见系统日志"}
    assert body.summary.endswith("（话题、重点负面帖文部分未能生成。）")
    assert figure(body, "overview", "帖文").value == 29


def test_a_state_that_nobody_knows_stops_only_its_section(told: World, made_at: datetime) -> None:
    Alert.objects.update(state="vanished")
    body = made(made_at)
    assert section(body, "alerts").state is SectionState.FAILED
    assert "vanished" in section(body, "alerts").trouble
    assert section(body, "coverage").state is SectionState.MADE


def test_a_made_report_does_not_change_when_posts_do(told: World, made_at: datetime) -> None:
    first = build(DAY, made_at)
    frozen = body_of(first)
    told.post("12:00", "青鹭出行又出事了", polarity=Polarity.NEGATIVE)
    edited = Post(
        channel=Channel.WEIBO,
        native_id=f"n{told.serial}",
        kind=PostKind.POST,
        text="作者改过了",
        published_at=told.at("12:00"),
        collected_at=made_at,
        author=Author(key="x"),
    )
    posts.store([edited], watch=told.watch.pk, now=made_at)
    assert body_of(Report.objects.get(pk=first.pk)) == frozen
    second = build(DAY, made_at + timedelta(hours=1))
    assert second.edition == 2
    assert figure(body_of(second), "overview", "帖文").value == 30
    assert body_of(Report.objects.get(pk=first.pk)) == frozen


def test_everyone_who_gets_the_report_is_told_of_each_edition_once(
    told: World, reader: Person, made_at: datetime
) -> None:
    Person.objects.create(name="吴迪", email="wu@example.com")
    Person.objects.create(name="郑琪", email="zheng@example.com", gets_report=True, active=False)
    first = build(DAY, made_at)
    notice = Notice.objects.get()
    assert (notice.address, notice.report, notice.stage) == (reader.email, first, Stage.REPORT)
    assert (notice.why, notice.created_at) == ("订阅了舆情日报", made_at)
    build(DAY, made_at)
    assert Notice.objects.count() == 2


def test_several_watches_are_told_together_and_a_shared_post_counts_once(
    told: World,
    new_world: Callable[[str], World],
    made_at: datetime,
) -> None:
    rival = new_world("白鲸快递")
    rival.crawl("0:00", "24:00")
    for world in (told, rival):
        world.post("13:30", polarity=Polarity.NEGATIVE, native="of-both")
    body = made(made_at)
    rows = {row["监测主题"].text: row for row in table(body, "overview")}
    assert rows["白鲸快递"]["帖文"].text == "1"
    assert figure(body, "overview", "帖文").value == 30
    assert body.headline.startswith("2 个监测主题：至少 30 条")
    assert "2 个监测主题至少有 30 条帖文" in body.summary
    assert "负面最多的是“青鹭出行”" in body.summary
    assert "采集有缺口" in body.summary


def test_no_watch_at_all_still_makes_a_report(db: None, made_at: datetime) -> None:
    body = made(made_at)
    assert body.headline == "没有启用的监测主题"
    assert all(one.state is SectionState.MADE for one in body.sections)


def test_a_running_day_is_told_up_to_now_and_compared_with_the_same_hours(told: World) -> None:
    noon = datetime(2026, 11, 22, 4, 2, tzinfo=UTC)
    body = made(noon)
    assert body.until == datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
    every = figure(body, "overview", "帖文")
    assert (every.value, every.note) == (5, "前一日 4；前 7 日均值 4（6 天可比）")
    assert "截至 12:00" in body.summary


def test_a_day_that_has_not_begun_is_refused(world: World, made_at: datetime) -> None:
    with pytest.raises(ReportTrouble, match="2026年11月23日还没有开始"):
        build(date(2026, 11, 23), made_at - timedelta(hours=9))
    assert Report.objects.count() == 0
