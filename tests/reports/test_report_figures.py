"""Figures of the report against counts taken independently, by pandas, from the posts that were handed over."""

import random
from datetime import date, datetime, timedelta

import pandas as pd
import pytest

from domain.post import Channel
from domain.report import Body, Cell
from domain.score import Noise, Polarity
from reports.daily import build
from reports.render.stored import body_of
from tests.reports.invented import DAY, Draft, World

pytestmark = pytest.mark.django_db
TEXTS = ("今天的车还行", "停车点太少", "客服一直不接电话", "骑行券真划算")


def drafts(world: World) -> list[Draft]:
    """Some hundred posts over nine days, at random but always the same; some without a verdict or an author's key."""
    chance = random.Random(20261122)
    polarities = [*Polarity, Polarity.NEUTRAL, None]
    made = []
    for number in range(600):
        day = DAY + timedelta(days=1 - int(chance.random() ** 2 * 9))
        made.append(
            world.draft(
                f"{chance.randrange(24)}:{chance.choice(['00', '04', '05', '59'])}",
                f"青鹭出行{chance.choice(TEXTS)}{number % 7}",
                chance.choice(polarities),
                day=day,
                channel=chance.choice([Channel.WEIBO, Channel.WEIBO, Channel.WECHAT]),
                author=f"w{chance.randrange(60)}",
                noise=chance.choice([*Noise, *[None] * 12]),
                keys=tuple(chance.sample(["停车", "客服", "骑行券", "开锁", "押金"], 2)),
            )
        )
    return made


def frame(everything: list[Draft]) -> pd.DataFrame:
    """What must be counted: noise is not."""
    made = [one for one in everything if one.score is None or one.score.noise is None]
    assert len(made) < len(everything)
    table = pd.DataFrame(
        {
            "at": pd.to_datetime([one.post.published_at for one in made], utc=True),
            "channel": [one.post.channel.shown for one in made],
            "author": [f"{one.post.channel} {one.post.author.key}" for one in made if one.post.author],
            "polarity": [one.score.polarity.value if one.score else "" for one in made],
            "keys": [one.score.keys if one.score else () for one in made],
        }
    )
    table["local"] = table["at"].dt.tz_convert("Asia/Shanghai")
    table["day"] = table["local"].dt.date
    return table


@pytest.fixture
def counted(world: World, made_at: datetime) -> tuple[Body, pd.DataFrame]:
    made = drafts(world)
    for back in range(-1, 8):
        world.crawl("0:00", "24:00", day=DAY - timedelta(days=back))
    world.tell(*made)
    return body_of(build(DAY, made_at)), frame(made)


def rows(body: Body, key: str) -> list[dict[str, Cell]]:
    (section,) = (one for one in body.sections if one.key == key)
    return [dict(zip(table.columns, row, strict=True)) for table in section.tables for row in table.rows]


def values(body: Body, key: str) -> dict[str, float | None]:
    (section,) = (one for one in body.sections if one.key == key)
    return {figure.label: figure.value for figure in section.figures}


def drawn(body: Body, chart: str) -> list[dict[str, object]]:
    (spec,) = (one.spec for part in body.sections for one in part.charts if one.key.startswith(chart))
    datasets = spec["datasets"]
    assert isinstance(datasets, dict)
    return [row for data in datasets.values() for row in data]


def test_totals_and_shares(counted: tuple[Body, pd.DataFrame]) -> None:
    body, table = counted
    day = table[table["day"] == DAY]
    scored, negative = day[~day["polarity"].isin(["", "unknown"])], day[day["polarity"] == "negative"]
    overview = values(body, "overview")
    assert overview["帖文"] == len(day)
    assert overview["作者"] == day["author"].nunique()
    assert overview["负面帖文"] == len(negative)
    assert overview["负面占比"] == pytest.approx(len(negative) / len(scored))
    split = day["polarity"].value_counts()
    assert values(body, "sentiment") == {
        "负面": split["negative"],
        "中性": split["neutral"],
        "正面": split["positive"],
        "无可判断": split["unknown"],
        "尚未判定": split[""],
    }


def test_the_day_before_and_the_mean_of_seven(counted: tuple[Body, pd.DataFrame]) -> None:
    body, table = counted
    per_day = table.groupby("day").size()
    before = per_day.reindex([DAY - timedelta(days=back) for back in range(1, 8)], fill_value=0)
    (note,) = (figure.note for part in body.sections for figure in part.figures if figure.label == "帖文")
    difference = int(per_day[DAY] - before.iloc[0])
    assert note.startswith(f"比前一日{'多' if difference > 0 else '少'} {abs(difference)} 条")
    assert note.endswith(f"前 7 日均值 {round(before.mean(), 1):g}")
    tops = {row["day"]: row["told"] for row in drawn(body, "daily") if "low" not in row and "high" in row}
    assert [str(number) for number in (*before.iloc[::-1], per_day[DAY])] == list(tops.values())


def test_every_hour_of_the_chart(counted: tuple[Body, pd.DataFrame]) -> None:
    body, table = counted
    day = table[table["day"] == DAY]
    hours = day.groupby(day["local"].dt.hour).size().reindex(range(24), fill_value=0)
    bad = day[day["polarity"] == "negative"]
    negative = bad.groupby(bad["local"].dt.hour).size().reindex(range(24), fill_value=0)
    bars = [row for row in drawn(body, "hourly") if "low" in row]
    assert [row["high"] for row in bars if row["series"] == "其余帖文"] == hours.tolist()
    assert [row["high"] for row in bars if row["series"] == "负面"] == negative.tolist()


def test_channels(counted: tuple[Body, pd.DataFrame]) -> None:
    body, table = counted
    day = table[table["day"] == DAY]
    for row in rows(body, "channels"):
        mine = day[day["channel"] == row["渠道"].text]
        assert row["帖文"].text == str(len(mine))
        assert row["负面"].text == str((mine["polarity"] == "negative").sum())


def test_keywords_by_accounts_and_their_past(counted: tuple[Body, pd.DataFrame]) -> None:
    body, table = counted
    spread = table.explode("keys").dropna(subset=["keys"])
    accounts = spread[spread["day"] == DAY].groupby("keys")["author"].nunique()
    days = [DAY - timedelta(days=back) for back in range(1, 8)]
    told = rows(body, "topics")
    assert [int(row["账号"].text) for row in told] == sorted(accounts, reverse=True)
    for row in told:
        mine = spread[spread["keys"] == row["关键词"].text]
        assert int(row["帖文"].text) == len(mine[mine["day"] == DAY])
        usual = mine.groupby("day")["author"].nunique().reindex(days, fill_value=0).mean()
        assert float(row["前 7 日日均账号"].text) == pytest.approx(usual, abs=0.05)


def test_the_last_bucket_of_the_day_before_and_the_first_of_the_day_after_do_not_count(
    world: World, made_at: datetime
) -> None:
    world.crawl("0:00", "24:00")
    world.tell(
        world.draft("23:59", day=date(2026, 11, 21)),
        world.draft("0:00"),
        world.draft("23:59"),
        world.draft("0:00", day=date(2026, 11, 23)),
    )
    assert values(body_of(build(DAY, made_at)), "overview")["帖文"] == 2
