"""Invented people, posts and a mailbox for the stories of alerting."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from alerts.evaluate import evaluate
from domain.alert import Grade
from domain.crawl import CrawlEnd, CrawlOutcome, CrawlPlan
from domain.day import bucket_of
from domain.mail import Mail
from domain.notice import NoticeState, Role
from domain.post import Author, Channel, Post, PostKind, Reading
from domain.score import Polarity, Score
from storage import crawls, posts, rollups, scores
from storage.models import Alert, Notice, Person, Report, Rollup, Shift, Watch
from storage.models import Post as PostRow

DAYS_BEFORE = 8


@dataclass
class World:
    """A watch whose past can be filled with posts."""

    watch: Watch
    now: datetime
    made: int = 0
    people: dict[str, Person] = field(default_factory=dict)

    def write(
        self,
        at: datetime,
        *,
        negative: bool,
        text: str = "青鹭出行的单车又坏了",
        keys: tuple[str, ...] = (),
        author: str | None = None,
        followers: int | None = 300,
        reposts: int = 0,
        channel: Channel = Channel.WEIBO,
    ) -> int:
        """One scored post; returns its id."""
        return self.write_many(
            [at],
            negative=negative,
            text=text,
            keys=keys,
            author=author,
            followers=followers,
            reposts=reposts,
            channel=channel,
        )[0]

    def write_many(
        self,
        moments: Sequence[datetime],
        *,
        negative: bool,
        text: str = "青鹭出行的单车又坏了",
        keys: tuple[str, ...] = (),
        author: str | None = None,
        followers: int | None = 300,
        reposts: int = 0,
        channel: Channel = Channel.WEIBO,
    ) -> list[int]:
        """Scored posts, one at each moment, each by an author of its own unless one is given."""
        written = []
        for at in moments:
            self.made += 1
            written.append(
                Post(
                    channel=channel,
                    native_id=f"made-{self.made}",
                    kind=PostKind.POST,
                    text=f"{text} {self.made}",
                    published_at=at,
                    collected_at=at,
                    url=f"https://weibo.com/1/made{self.made}",
                    author=Author(
                        key=author or f"author-{self.made}", name=author or f"路人{self.made}", followers=followers
                    ),
                    reading=Reading(read_at=at, reposts=reposts, comments=0, likes=0),
                )
            )
        posts.store(written, watch=self.watch.pk, now=self.now)
        rows = list(
            PostRow.objects.filter(native_id__in=[post.native_id for post in written])
            .order_by("id")
            .values_list("id", flat=True)
        )
        verdict = Score(
            negativity=0.9 if negative else 0.1,
            polarity=Polarity.NEGATIVE if negative else Polarity.NEUTRAL,
            words=(),
            keys=keys,
            model="test",
        )
        scores.save([(row, verdict) for row in rows], self.now)
        rollups.refresh()
        return rows

    def ordinary_days(self, *, until: datetime, days: int = DAYS_BEFORE, channel: Channel = Channel.WEIBO) -> None:
        """Two ordinary posts and one negative post every hour, as roll-ups only."""
        start = until - timedelta(days=days)
        rows = [
            Rollup(
                watch=self.watch,
                channel=channel.value,
                bucket=bucket_of(start + timedelta(hours=hour, minutes=minute)),
                posts=1,
                authors=1,
                negative=int(negative),
                neutral=int(not negative),
                positive=0,
                engagement=0,
            )
            for hour in range(days * 24)
            for minute, negative in ((7, False), (23, True), (41, False))
        ]
        Rollup.objects.bulk_create(rows)

    def surge(self, count: int, *, until: datetime, minutes: int = 50, reposts: int = 0) -> list[int]:
        """So many negative posts, evenly over the last minutes."""
        step = timedelta(minutes=minutes) / count
        return self.write_many([until - step * (n + 1) for n in range(count)], negative=True, reposts=reposts)

    def crawl(
        self,
        *,
        since: datetime,
        until: datetime,
        outcome: CrawlOutcome = CrawlOutcome.COMPLETE,
        channel: Channel = Channel.WEIBO,
        reason: str = "",
    ) -> None:
        """A crawl that ended at `until`."""
        plan = CrawlPlan(spider=f"{channel}-test", watch=self.watch.pk, since=since, until=until)
        end = CrawlEnd(outcome=outcome, reason=reason, expected=None, fetched=0, new=0, found_again=0, requests=1)
        crawls.end(crawls.begin(plan, channel, until), end, until)

    def hire(self, name: str, role: Role, *, tier: int | None = None) -> Person:
        """Somebody in service, on duty from a day before now to a day after where a tier is given."""
        person = Person.objects.create(name=name, email=f"person{len(self.people)}@example.com", role=role.value)
        self.people[name] = person
        if tier is not None:
            day = timedelta(days=1)
            Shift.objects.create(person=person, tier=tier, starts_at=self.now - day, ends_at=self.now + day)
        return person


@pytest.fixture
def world(db: None, now: datetime) -> World:
    """青鹭出行 with nobody employed and nothing written yet."""
    watch = Watch.objects.create(name="青鹭出行", any_words="青鹭", channels=["weibo"])
    return World(watch=watch, now=now)


@pytest.fixture
def staffed(world: World) -> World:
    """The same with a full rota and eight ordinary days."""
    world.hire("林晓", Role.DUTY, tier=1)
    world.hire("周宁", Role.DUTY, tier=2)
    world.hire("陈主管", Role.SUPERVISOR)
    world.hire("吴总监", Role.DIRECTOR)
    world.hire("郑总", Role.COMMANDER)
    return world


@pytest.fixture
def surge_raised(staffed: World, now: datetime) -> int:
    """The alert of a surge of the third grade, of which those on duty have been mailed."""
    return raised_surge(staffed, now)


def raised_surge(world: World, now: datetime, grade: Grade = Grade.THREE) -> int:
    """Raise a surge in this world and let its mails have left; the alert."""
    world.ordinary_days(until=now - timedelta(hours=1))
    world.surge(30, until=now)
    evaluate(now)
    Alert.objects.update(grade=grade.value)
    Notice.objects.update(state=NoticeState.ACCEPTED.value)
    return Alert.objects.get().pk


def no_report(report: Report) -> Mail:
    """Stands in for the room that writes reports."""
    return Mail(subject=f"日报 {report.day}", text="正文", html="<p>正文</p>")


@pytest.fixture
def steps() -> Callable[[int, int], None]:
    """A progress call that must only go forward."""
    seen = [0]

    def progress(done: int, total: int) -> None:
        assert seen[0] < done <= total
        seen[0] = done

    return progress
