"""话题 of the report: found topics with the day's figures beside the days before; without a search, keywords."""

import random
from datetime import date, datetime, timedelta

import pandas as pd
import pytest

from domain.day import day_bounds
from domain.report import Body, Cell, Sentence, Tone
from domain.score import Noise, Polarity
from reports.daily import build
from reports.render.stored import body_of
from storage import topics
from storage.models import Discovery, Post, Topic
from tests.invented_topics import COMING, a_topic
from tests.reports.invented import DAY, Draft, World

pytestmark = pytest.mark.django_db


def searched(world: World, until: datetime) -> None:
    quarter = int(until.timestamp()) - topics.QUARTER
    Discovery.objects.create(watch=world.watch, quarter=quarter, body=b"", saved_at=until)


def told(body: Body) -> list[Sentence]:
    return [each for part in body.sections if part.key == "topics" for each in part.sentences]


def tables(body: Body) -> dict[str, list[dict[str, Cell]]]:
    (section,) = (part for part in body.sections if part.key == "topics")
    return {table.title: [dict(zip(table.columns, row, strict=True)) for row in table.rows] for table in section.tables}


def keys_of(drafts: list[Draft]) -> list[int]:
    natives = [draft.post.native_id for draft in drafts]
    return list(Post.objects.filter(native_id__in=natives).order_by("published_at").values_list("pk", flat=True))


def at_random(world: World, name: str, many: int, days: int, hours: int = 24) -> list[Draft]:
    """Posts of one topic over so many days up to the report's, always the same; some of them noise or unscored."""
    chance = random.Random(name)
    return [
        world.draft(
            f"{chance.randrange(hours)}:{chance.choice(['00', '04', '59'])}",
            f"青鹭出行{name}{number}",
            chance.choice([*Polarity, Polarity.NEGATIVE, None]),
            day=DAY - timedelta(days=chance.randrange(days)),
            author=chance.choice(["", *(f"{name}{n}" for n in range(9))]),
            noise=chance.choice([None, None, None, Noise.ADVERT]),
        )
        for number in range(many)
    ]


def frame(made: list[Draft]) -> pd.DataFrame:
    heard = [one for one in made if one.score is None or one.score.noise is None]
    assert len(heard) < len(made)
    return pd.DataFrame(
        {
            "day": [(one.post.published_at + timedelta(hours=8)).date() for one in heard],
            "author": [one.post.author.key if one.post.author else "" for one in heard],
            "negative": [bool(one.score and one.score.polarity is Polarity.NEGATIVE) for one in heard],
        }
    )


def test_figures_are_those_of_the_day_and_of_the_days_before(world: World, made_at: datetime) -> None:
    for back in range(8):
        world.crawl("0:00", "24:00", day=DAY - timedelta(days=back))
    old, new = at_random(world, "旧事", 140, 4), at_random(world, "新事", 40, 1, hours=3)
    world.tell(*old, *new)
    searched(world, made_at)
    start = day_bounds(DAY)[0]
    a_topic(world.watch, keys_of(old), made_at, title="旧事", since=start - timedelta(days=3))
    a_topic(world.watch, keys_of(new), made_at, title="新事", since=start)
    rows = {row["话题"].text: row for row in tables(body_of(build(DAY, made_at)))["青鹭出行：当天的话题"]}
    for name, made in (("旧事", old), ("新事", new)):
        table = frame(made)
        mine = table[table["day"] == DAY]
        assert rows[name]["帖文"].text == str(len(mine))
        assert rows[name]["负面"].text == str(mine["negative"].sum())
        assert rows[name]["账号"].text == str(mine["author"].nunique())
    before = frame(old)
    usual = before[before["day"] < DAY].groupby("day")["author"].nunique().sum() / 3
    compared = f"此前日均 {usual:.1f}".removesuffix(".0") + " 个账号"
    assert rows["旧事"]["与此前相比"].text.startswith(compared)
    assert rows["新事"]["与此前相比"].text == "当天新出现"


def test_every_figure_opens_the_posts_that_it_counts(world: World, made_at: datetime) -> None:
    world.crawl("0:00", "24:00")
    made = [world.draft("10:00", polarity=Polarity.NEGATIVE), *(world.draft(f"10:{n}") for n in range(10, 15))]
    world.tell(*made)
    searched(world, made_at)
    topic = a_topic(world.watch, keys_of(made), made_at, title="锁打不开", since=world.at("9:00"))
    ((row,), *_) = tables(body_of(build(DAY, made_at))).values()
    query = f"/posts/?watch={world.watch.pk}&day=2026-11-22&topic={topic.pk}&noise=without"
    assert (row["帖文"].text, row["帖文"].query) == ("6", query)
    assert row["负面"].query == query.replace("&topic", "&polarity=negative&topic")
    assert row["话题"].query == f"/topics/{topic.pk}/"


def test_a_topic_is_told_as_a_colleague_reads_it_at_eight(world: World, made_at: datetime) -> None:
    world.crawl("0:00", "24:00")
    made = [world.draft(f"19:{n:02}", polarity=Polarity.NEGATIVE, name=f"骑行者{n}", followers=300) for n in range(20)]
    world.tell(*made)
    searched(world, made_at)
    facts = {"since": world.at("19:00"), "forecasts": COMING, "copied": 0.64, "spread": "copied"}
    a_topic(world.watch, keys_of(made), made_at, title="青鹭单车锁打不开", **facts)
    body = body_of(build(DAY, made_at))
    assert told(body)[0].text == (
        "话题“青鹭单车锁打不开”当天有 20 个账号、20 条帖文，其中负面 20 条，当天新出现；"
        "19:00 开始，采到的首发是 骑行者0（粉丝 300）；热度 62（0–100，11月23日 08:00 统计）；"
        "未来 6 小时约新增 40–120 条（五次里有四次落在这个区间）；疑似刷量/统一转发（最大一组雷同帖文占 64%）。"
    )
    assert told(body)[0].tone is Tone.BAD
    assert "谈论最多的话题是“青鹭单车锁打不开”，20 个账号、20 条帖文，负面 20 条，当天新出现。" in body.summary
    ((row,), *_) = tables(body).values()
    assert (row["开始"].text, row["现状"].text) == ("19:00", "仍在上升，疑似刷量/统一转发")


def test_what_is_over_is_not_foretold_and_the_unknown_is_unknown(world: World, made_at: datetime) -> None:
    world.crawl("0:00", "24:00")
    made = [world.draft(f"10:{n}") for n in range(10, 15)]
    world.tell(*made)
    searched(world, made_at)
    facts = {"on": False, "heat": None, "first_post_id": None, "forecasts": COMING}
    a_topic(world.watch, keys_of(made), made_at - timedelta(hours=9), since=world.at("9:00"), **facts)
    (said, *_) = told(body_of(build(DAY, made_at)))
    assert "热度未知" in said.text
    assert "采到的首发是 未知" in said.text
    assert "未来" not in said.text
    assert said.tone is Tone.PLAIN


@pytest.mark.parametrize(
    ("hours", "says"),
    [
        (None, "“青鹭出行”的话题发现还没有运行过，下面按关键词列出。"),
        (-1, "“青鹭出行”的话题发现只做到 2026年11月21日 23:00，下面按关键词列出。"),
    ],
)
def test_without_a_search_of_the_day_keywords_are_told(
    told_world: World, made_at: datetime, hours: int | None, says: str
) -> None:
    if hours is not None:
        searched(told_world, day_bounds(DAY)[0] + timedelta(hours=hours))
    body = body_of(build(DAY, made_at))
    first, second = told(body)
    assert (first.text, first.tone) == (says, Tone.UNKNOWN)
    assert second.text.startswith("“青鹭出行”谈论最多的词是“开锁”：13 个账号")
    assert list(tables(body)) == ["青鹭出行：账号最多的关键词"]


@pytest.fixture
def told_world(told: World) -> World:
    return told


def test_half_a_search_says_how_far_it_came(told_world: World, made_at: datetime) -> None:
    searched(told_world, told_world.at("20:00"))
    said = [each.text for each in told(body_of(build(DAY, made_at)))]
    assert said[0] == "“青鹭出行”当天没有发现被突然谈论的话题。"
    assert said[1] == "“青鹭出行”的话题发现只做到 2026年11月22日 20:00，之后的话题没有列出。"


def test_keywords_stay_below_the_topics_and_no_more_than_five(told_world: World, made_at: datetime) -> None:
    searched(told_world, made_at)
    natives = Post.objects.order_by("-published_at").values_list("pk", flat=True)[:30]
    for number in range(10):
        a_topic(told_world.watch, list(natives), made_at, title=f"第{number}", since=told_world.at("12:00"))
    body = body_of(build(DAY, made_at))
    shown = tables(body)
    assert list(shown) == ["青鹭出行：当天的话题", "青鹭出行：账号最多的关键词"]
    assert len(shown["青鹭出行：当天的话题"]) == 8
    assert len(shown["青鹭出行：账号最多的关键词"]) <= 5
    assert told(body)[-1].text == "“青鹭出行”另有 2 个账号较少的话题没有列出。"


def test_topics_of_other_days_are_not_told(world: World, made_at: datetime) -> None:
    before = date(2026, 11, 21)
    yesterday = [world.draft(f"10:{n}", day=before) for n in range(10, 16)]
    today = [world.draft(f"10:{n}") for n in range(10, 16)]
    world.tell(*yesterday, *today)
    searched(world, made_at)
    a_topic(world.watch, keys_of(yesterday), made_at, title="昨天的", since=world.at("9:00", before))
    a_topic(world.watch, keys_of(today), made_at, title="今天的", since=world.at("9:00"))
    Topic.objects.filter(title="昨天的").update(last_at=world.at("10:15", before))
    ((row,), *_) = tables(body_of(build(DAY, made_at))).values()
    assert row["话题"].text == "今天的"


def test_a_few_posts_of_what_rose_on_the_day_after_make_no_topic_of_the_day(world: World, made_at: datetime) -> None:
    early = [world.draft(f"{hour}:30") for hour in range(2, 20)]
    later = [world.draft(f"0:{n}", day=date(2026, 11, 23)) for n in range(10, 40)]
    world.tell(*early, *later)
    searched(world, made_at)
    a_topic(world.watch, keys_of([*early, *later]), made_at, title="次日的", since=world.at("2:30"))
    assert told(body_of(build(DAY, made_at)))[0].text == "“青鹭出行”当天没有发现被突然谈论的话题。"
    on_its_day = body_of(build(date(2026, 11, 23), made_at + timedelta(hours=1)))
    ((row,), *_) = tables(on_its_day).values()
    assert (row["话题"].text, row["帖文"].text) == ("次日的", "30")


def test_a_topic_that_goes_on_is_told_while_five_accounts_a_day_speak_of_it(world: World, made_at: datetime) -> None:
    before = date(2026, 11, 21)
    old = [world.draft(f"10:{n}", day=before) for n in range(10, 16)]
    made = [world.draft(f"{hour}:30") for hour in range(5)]
    world.tell(*old, *made)
    searched(world, made_at)
    topic = a_topic(world.watch, keys_of([*old, *made]), made_at, title="还在说", since=world.at("10:10", before))
    ((row,), *_) = tables(body_of(build(DAY, made_at))).values()
    assert (row["话题"].text, row["账号"].text) == ("还在说", "5")
    Post.objects.filter(pk__in=keys_of(made)[:2]).update(author_key="one")
    assert topic.title not in str(tables(body_of(build(DAY, made_at))))
