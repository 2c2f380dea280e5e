"""An invented company and its days, told through the store as crawls would tell them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from domain.alert import AlertState, Grade
from domain.crawl import CrawlOutcome
from domain.day import day_bounds
from domain.post import Author, Channel, Post, PostKind, Reading, Verification
from domain.score import Complaint, Noise, Polarity, Score
from storage import posts, scores
from storage.models import Alert, Crawl, Incident, Watch
from storage.models import Post as PostRow

DAY = date(2026, 11, 22)
NEGATIVITY = {Polarity.NEGATIVE: 0.9, Polarity.NEUTRAL: 0.4, Polarity.POSITIVE: 0.1, Polarity.UNKNOWN: None}


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A post with its verdict."""

    post: Post
    score: Score | None


@dataclass(kw_only=True)
class World:
    """Tells posts, crawls and alerts of one watch; hours are China's clock."""

    watch: Watch
    now: datetime
    serial: int = 0

    def at(self, clock: str, day: date = DAY) -> datetime:
        hour, minute = clock.split(":")
        return day_bounds(day)[0] + timedelta(hours=int(hour), minutes=int(minute))

    def draft(
        self,
        clock: str,
        text: str = "青鹭出行今天还行",
        polarity: Polarity | None = Polarity.NEUTRAL,
        *,
        day: date = DAY,
        channel: Channel = Channel.WEIBO,
        author: str = "",
        name: str = "",
        followers: int | None = None,
        verification: Verification | None = None,
        keys: tuple[str, ...] = (),
        negativity: float | None = None,
        native: str = "",
        reading: Reading | None = None,
        title: str | None = None,
        url: str | None = None,
        complaint: Complaint | None = None,
        noise: Noise | None = None,
    ) -> Draft:
        """A post with its verdict (None: not scored), not yet in the store."""
        self.serial += 1
        who = Author(key=author or f"a{self.serial}", name=name or None, followers=followers, verification=verification)
        told = Post(
            channel=channel,
            native_id=native or f"n{self.serial}",
            kind=PostKind.POST if channel is Channel.WEIBO else PostKind.ARTICLE,
            text=text,
            title=title,
            url=url,
            published_at=self.at(clock, day),
            collected_at=self.at(clock, day) + timedelta(minutes=3),
            author=who,
            reading=reading,
        )
        if polarity is None:
            return Draft(post=told, score=None)
        one = NEGATIVITY[polarity] if negativity is None else negativity
        score = Score(
            negativity=one, polarity=polarity, words=(), keys=keys, model="test", complaint=complaint, noise=noise
        )
        return Draft(post=told, score=score)

    def tell(self, *drafts: Draft) -> None:
        """Store posts and verdicts as crawls and the scorer would."""
        posts.store([draft.post for draft in drafts], watch=self.watch.pk, now=self.now)
        natives = [draft.post.native_id for draft in drafts]
        rows = (
            PostRow.objects.filter(native_id__in=natives).order_by("edition").values_list("channel", "native_id", "pk")
        )
        numbers = {(channel, native): number for channel, native, number in rows}
        verdicts = [
            (numbers[draft.post.channel.value, draft.post.native_id], draft.score) for draft in drafts if draft.score
        ]
        scores.save(verdicts, self.now)

    def post(self, clock: str, text: str = "青鹭出行今天还行", **facts: Any) -> None:
        """Tell one post."""
        self.tell(self.draft(clock, text, **facts))

    def crawl(
        self,
        first: str,
        last: str,
        outcome: CrawlOutcome = CrawlOutcome.COMPLETE,
        *,
        day: date = DAY,
        channels: Sequence[Channel] = (Channel.WEIBO, Channel.WECHAT),
        reason: str = "",
    ) -> None:
        for channel in channels:
            Crawl.objects.create(
                spider=f"{channel}_search",
                channel=channel.value,
                watch=self.watch,
                since=self.at(first, day),
                until=self.at(last, day),
                started_at=self.at(last, day),
                ended_at=self.at(last, day) + timedelta(minutes=1),
                outcome=outcome.value,
                reason=reason,
            )

    def alert(self, title: str, **facts: object) -> Alert:
        settled: dict[str, object] = {
            "fingerprint": title,
            "rule": "negative_surge",
            "watch": self.watch,
            "title": title,
            "state": AlertState.FIRING.value,
            "grade": Grade.THREE.value,
            "standard": 1,
            "since": self.at("19:40"),
            "detected_at": self.at("19:45"),
            "last_seen_at": self.at("23:00"),
        }
        return Alert.objects.create(**(settled | facts))

    def incident(self, alert: Alert, **facts: object) -> Incident:
        settled: dict[str, object] = {
            "alert": alert,
            "title": alert.title,
            "kind": "outage",
            "grade": alert.grade,
            "standard": 1,
            "occurred_at": alert.since,
            "detected_at": alert.detected_at,
            "started_at": self.at("20:00"),
            "started_by": "李蔚",
        }
        return Incident.objects.create(**(settled | facts))


def tell_the_story(world: World) -> None:
    """Seven calm days of which one was not collected, then a day on which unlocking fails."""
    drafts = []
    for back in (7, 6, 5, 3, 2, 1):
        day = DAY - timedelta(days=back)
        world.crawl("0:00", "24:00", day=day)
        for number in range(10):
            polarity = Polarity.NEGATIVE if number == 0 else Polarity.NEUTRAL
            keys = ("骑车",) if number < 4 else ()
            drafts.append(world.draft(f"{8 + number}:00", polarity=polarity, day=day, keys=keys))
    world.tell(*drafts, *_the_day(world))
    _handled(world)


def _the_day(world: World) -> list[Draft]:
    weibo, wechat = (Channel.WEIBO,), (Channel.WECHAT,)
    world.crawl("0:00", "4:00", channels=weibo)
    world.crawl("4:00", "5:30", CrawlOutcome.EXPIRED_SESSION, channels=weibo, reason="Cookie 已失效")
    world.crawl("5:30", "24:00", channels=weibo)
    world.crawl("0:00", "24:00", channels=wechat)
    calm = [world.draft(f"{8 + number}:10", keys=("骑车",) if number < 3 else ()) for number in range(12)]
    article = world.draft(
        "9:00", "骑车十年", Polarity.POSITIVE, channel=Channel.WECHAT, title="城市骑行地图", author="mp1"
    )
    return [*calm, *_angry(world), article]


def _angry(world: World) -> list[Draft]:
    crowd = [
        world.draft(
            f"{19 + number // 5}:{10 + number}",
            f"青鹭出行的车锁打不开了，客服电话也没人接，退我押金{'！' * (number % 3)}",
            Polarity.NEGATIVE,
            author=f"angry{number % 12}",
            name=f"骑行者{number % 12}",
            followers=100 * number,
            keys=("#青鹭出行打不开#", "开锁"),
        )
        for number in range(15)
    ]
    paper = world.draft(
        "20:30",
        "记者从多名用户处获悉，青鹭出行多地用户无法开锁",
        Polarity.NEGATIVE,
        name="江城晚报",
        author="paper",
        followers=2_300_000,
        verification=Verification.MEDIA,
        negativity=0.7,
        keys=("开锁",),
        reading=Reading(read_at=world.at("21:00"), reposts=320, comments=88, likes=1200),
        url="https://example.com/status/1",
    )
    return [*crowd, paper]


def _handled(world: World) -> None:
    alert = world.alert(
        "青鹭出行负面帖文激增",
        state=AlertState.STARTED.value,
        acknowledged_at=world.at("19:52"),
        acknowledged_by="李蔚",
    )
    world.incident(alert)
    world.alert("话题“开锁”突增", grade=Grade.FOUR.value, since=world.at("20:05"), detected_at=world.at("20:10"))
