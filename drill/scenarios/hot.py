"""The hot list of a story: what everybody searches for, invented, beside the story's own words."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from drill.scenario import HotTopic

WHO = (
    "江城地铁",
    "云州大学",
    "临川古城",
    "南屿跨海桥",
    "奥运冠军林小满",
    "演员周木",
    "老牌饼干厂",
    "国产航模",
    "冬泳大爷",
)
WHAT = (
    "官宣",
    "致歉",
    "新规今起实施",
    "回应争议",
    "刷屏",
    "夺冠",
    "直播翻车",
    "最新进展",
    "热心救人",
    "凌晨排队",
    "回来了",
)
KINDS = ("社会新闻", "社会新闻,民生", "综艺,文娱", "文娱,明星", "体育", "科技")
PAID = ("双十一机票低至三折", "冬季暖心好物")
SPACING = timedelta(minutes=9)
LASTS = (200, 900)


def hot_topics(seed: int, since: datetime, until: datetime) -> Iterator[HotTopic]:
    """A new topic every nine minutes from before `since` to `until`, so that about fifty are always on, and two ads."""
    rng = random.Random(seed)  # noqa: S311  # a story, no secret
    names = [f"{who}{what}" for who in WHO for what in WHAT]
    rng.shuffle(names)
    at, number = since - timedelta(minutes=LASTS[1]), 0
    while at < until:
        word = names[number % len(names)]
        yield _topic(rng, word if number < len(names) else f"{word}第{number // len(names) + 1}天", at)
        at, number = at + SPACING, number + 1
    for word in PAID:
        yield HotTopic(
            word=word,
            category="广告",
            began=since - timedelta(days=1),
            peaked=since,
            ended=until + timedelta(days=9999),
            heat=rng.randint(900_000, 1_400_000),
            paid=True,
        )


def brand_topics(words: tuple[str, ...], began: datetime, mid: int | None) -> Iterator[HotTopic]:
    """The story's own words: each comes later and lower than the one before."""
    for place, word in enumerate(words):
        start = began + timedelta(minutes=24 + 35 * place)
        yield HotTopic(
            word=word,
            category="社会新闻,民生",
            began=start,
            peaked=start + timedelta(minutes=70),
            ended=start + timedelta(hours=9),
            heat=3_400_000 >> place,
            mid=mid,
        )


def _topic(rng: random.Random, word: str, at: datetime) -> HotTopic:
    lasts = rng.randint(*LASTS)
    return HotTopic(
        word=word,
        category=rng.choice(KINDS),
        began=at,
        peaked=at + timedelta(minutes=lasts * rng.uniform(0.15, 0.4)),
        ended=at + timedelta(minutes=lasts),
        heat=int(min(4_800_000, 120_000 * rng.paretovariate(0.9))),
    )
