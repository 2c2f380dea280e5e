"""The story of the demo: fourteen ordinary days of an invented brand, then its service breaks down."""

import random
from datetime import datetime, time, timedelta

from domain.day import CHINA, day_of
from drill.scenario import Brand, Scenario
from drill.scenarios.hot import brand_topics, hot_topics
from drill.scenarios.people import People
from drill.scenarios.slots import SLOTS
from drill.scenarios.telling import Teller
from drill.scenarios.wechat import WeChatTeller
from drill.scenarios.weibo import WeiboTeller

BRAND = Brand(
    name="青鹭出行",
    words=("青鹭出行", "青鹭打车", "青鹭单车"),
    rivals=("禾雀出行", "迅蜓打车"),
    department="客服部",
)
ORDINARY_DAYS = 14
AGO = timedelta(hours=3)
AFTER = timedelta(hours=3)
HOT_WORDS = ("青鹭出行崩了", "青鹭出行多扣费", "青鹭出行无法还车")
HOT_SINCE, HOT_UNTIL = timedelta(days=2), timedelta(days=2)


def outage_story(seed: int, now: datetime) -> Scenario:
    """Fourteen whole days and today until now, with an outage that began three hours ago.

    The story goes on for three hours after `now`, so that sites whose clock is moved on have something to show.
    """
    rng = random.Random(seed)  # noqa: S311  # a story, no secret
    now = now.replace(microsecond=0)
    began = now - AGO
    teller = Teller(rng, {**SLOTS, "hour": _hours(began), "fan": ("晚星在路上", "大力同学", "江湖喝拿铁")})
    midnights = _midnights(now)
    weibo = WeiboTeller(rng, People(rng), teller)
    wechat = WeChatTeller(rng, teller)
    minutes = int((AGO + AFTER).total_seconds()) // 60
    end = now + AFTER
    posts = [*weibo.ordinary_days(midnights), *weibo.outage(began, minutes)]
    articles = [*wechat.ordinary_days(midnights), *wechat.outage(began, minutes)]
    loudest = max((post for post in posts if post.published_at >= began), key=lambda post: post.reach.reposts)
    topics = (*hot_topics(seed, now - HOT_SINCE, now + HOT_UNTIL), *brand_topics(HOT_WORDS, began, loudest.mid))
    return Scenario(
        seed=seed,
        now=now,
        began=midnights[0],
        outage_began=began,
        brand=BRAND,
        microblogs=tuple(sorted((post for post in posts if post.published_at < end), key=lambda post: post.mid)),
        articles=tuple(
            sorted(
                (item for item in articles if item.published_at < end), key=lambda item: (item.published_at, item.mid)
            )
        ),
        topics=topics,
    )


def _midnights(now: datetime) -> list[datetime]:
    """The first moments of the fourteen days before today, of today, and of tomorrow."""
    today = day_of(now)
    days = [today + timedelta(days=offset) for offset in range(-ORDINARY_DAYS, 2)]
    return [datetime.combine(day, time.min, tzinfo=CHINA) for day in days]


def _hours(began: datetime) -> tuple[str, ...]:
    """The hour in which it began, as people say it."""
    return (str(began.astimezone(CHINA).hour),)
