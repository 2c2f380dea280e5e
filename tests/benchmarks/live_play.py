"""A house with a past, posts that arrive as crawls bring them, and the jobs that the schedule would run."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np

from alerts.evaluate import evaluate
from alerts.kept import Kept
from alerts.places import PROVINCES
from analysis.season import weibo_shape
from domain.crawl import CrawlEnd, CrawlOutcome, CrawlPlan
from domain.day import BUCKET_SECONDS, BUCKETS_PER_DAY, bucket_of
from domain.notice import Role
from domain.post import Author, Channel, Post, PostKind, Reading
from service.scoring import score_all
from storage import crawls, posts
from storage.bulk import insert
from storage.models import Notice, Person, Rollup, Shift, Watch

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
COLUMNS = (
    *("watch_id", "channel", "bucket", "posts", "authors", "negative", "neutral", "positive", "unknown", "noise"),
    "engagement",
)
SUFFERED = ("又崩了打不开", "扣了两次钱不退款", "页面一片空白登录不上", "客服打不通", "付款失败还扣款", "余额清零了")
FELT = ("气死我了", "太差劲了", "垃圾平台", "再也不用了", "什么破公司", "谁来管管", "无语了", "真的很生气")
GRAVE = ("我要去12315投诉", "个人信息泄露了", "准备起诉", "找律师维权", "已经报警了")
CALM = ("今天用{}付了早饭钱", "{}的活动还不错", "门口便利店支持{}", "朋友推荐了{}，挺方便", "{}周末有优惠吗")
SOUR = ("{}等得烦死了", "{}的客服真差", "{}又提示系统繁忙", "{}提现要三天", "{}手续费太高", "{}卡得要命", "{}总是闪退")


@dataclass
class House:
    """Watches with their channels, and a clock that goes forward as posts arrive."""

    watches: list[Watch]
    channels: tuple[Channel, ...]
    chance: random.Random = field(default_factory=lambda: random.Random(11))
    made: int = 0

    def remember(self, until: datetime, days: int, per_day: float) -> None:
        """Roll-ups of so many days before: so many posts a day in all, a tenth negative, on Weibo's day curve."""
        first = bucket_of(until) - days * BUCKETS_PER_DAY * BUCKET_SECONDS
        shape = weibo_shape(first, days * BUCKETS_PER_DAY)
        rng = np.random.default_rng(5)
        series = [(watch, channel) for watch in self.watches for channel in self.channels]
        mean = shape * per_day / BUCKETS_PER_DAY / len(series)
        for watch, channel in series:
            counted, negative = rng.poisson(mean), rng.poisson(mean * 0.1)
            rows = [
                (watch.pk, channel.value, first + place * BUCKET_SECONDS, total, total, min(bad, total), total - bad)
                for place, (total, bad) in enumerate(zip(counted.tolist(), negative.tolist(), strict=True))
                if total >= bad and total
            ]
            insert(Rollup, COLUMNS, [(*row, 0, 0, 0, 0) for row in rows])
        for watch in self.watches:
            self.crawled(watch, until - days * DAY, until)

    def crawled(self, watch: Watch, since: datetime, until: datetime) -> None:
        """Complete crawls of every channel that ended at `until`."""
        for channel in self.channels:
            plan = CrawlPlan(spider=f"{channel}-test", watch=watch.pk, since=since, until=until)
            end = CrawlEnd(
                outcome=CrawlOutcome.COMPLETE, reason="", expected=None, fetched=0, new=0, found_again=0, requests=1
            )
            crawls.end(crawls.begin(plan, channel, since), end, until)

    def hire(self, now: datetime) -> None:
        """A manager and a deputy on duty, somebody of PR, and those whom escalation asks for."""
        roles = (Role.DUTY, Role.DUTY, Role.PR, Role.SUPERVISOR, Role.DIRECTOR, Role.COMMANDER)
        for place, role in enumerate(roles):
            person = Person.objects.create(name=f"同事{place}", email=f"p{place}@example.com", role=role.value)
            if place < 2:
                Shift.objects.create(person=person, tier=place + 1, starts_at=now - DAY, ends_at=now + DAY)

    def ordinary(self, watch: Watch, since: datetime, until: datetime, count: int) -> list[Post]:
        """Posts as on any day, one in ten sour, evenly over the stretch."""
        return [
            self._post(self._said(watch, CALM if self.chance.random() > 0.1 else SOUR), at, until)
            for at in _evenly(since, until, count)
        ]

    def angry(self, watch: Watch, since: datetime, until: datetime, count: int, tag: str) -> list[Post]:
        """Posts about one matter: many people, all provinces, some of them loud, some with a grave word."""
        return [self._post(self._angry(watch, tag), at, until, loud=True) for at in _evenly(since, until, count)]

    def _said(self, watch: Watch, ways: Sequence[str]) -> str:
        return self.chance.choice(ways).format(watch.name) + f" {self.chance.randrange(10_000)}"

    def _angry(self, watch: Watch, tag: str) -> str:
        pick = self.chance.choice
        said = f"{watch.name}{pick(SUFFERED)}，{pick(FELT)}{self.chance.randrange(10_000)}"
        said = f"#{tag}# {said}" if self.chance.random() < 0.6 else said
        return f"{said}，{pick(GRAVE)}" if self.chance.random() < 0.03 else said

    def _post(self, text: str, at: datetime, collected: datetime, *, loud: bool = False) -> Post:
        self.made += 1
        draw = self.chance.random()
        followers = 300_000 if loud and draw < 0.0005 else int(30 / (1 - self.chance.random()) ** 0.6)
        reposts = 900 if loud and draw < 0.001 else (3 if draw < 0.1 else 0)
        return Post(
            channel=self.channels[int(draw * 97) % len(self.channels)],
            native_id=f"live-{self.made}",
            kind=PostKind.POST,
            text=text,
            published_at=at,
            collected_at=collected,
            url=f"https://weibo.com/1/live{self.made}",
            author=Author(key=f"u{self.chance.randrange(1_000_000)}", name=f"路人{self.made}", followers=followers),
            region=self.chance.choice(PROVINCES),
            reading=Reading(read_at=collected, reposts=reposts, comments=0, likes=0),
        )


def _evenly(since: datetime, until: datetime, count: int) -> Iterator[datetime]:
    return (since + (until - since) * (n / count) for n in range(count))


def arrive(watch: Watch, some: Sequence[Post], now: datetime) -> None:
    """One batch into the store, and its verdicts, as the jobs do it."""
    posts.store(some, watch=watch.pk, now=now)
    score_all(lambda done, total: None)


def judged(now: datetime, kept: Kept) -> int:
    """One evaluation, with what the one before has left; returns how many alerts it raised."""
    return evaluate(now, kept=kept).raised


def mails() -> list[str]:
    """Who has been written to, mail by mail."""
    return list(Notice.objects.order_by("id").values_list("address", flat=True))
