"""Invented days lived through step by step, and looked at again afterwards: the same alerts at the same moments."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from alerts import rulebook, standard
from alerts.evaluate import evaluate, interval
from alerts.kept import Kept
from alerts.walk import Ruling, walk
from domain.crawl import CrawlOutcome
from domain.day import bucket_of
from domain.post import Author, Channel, Post, PostKind, Reading
from domain.score import Polarity, Score
from storage import posts, rollups, scores, watches
from storage.models import Alert, Crawl, Rollup
from storage.models import Post as PostRow
from tests.alerts.conftest import World

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
STEP = 5 * MINUTE
GRAVE = "打不开，已打 12315"


@dataclass
class Days:
    """A crawled watch; posts arrive when they were collected, not when they were written."""

    world: World
    begin: datetime
    coming: list[tuple[datetime, list[Post]]] = field(default_factory=list)

    def quiet(self, days: int) -> None:
        """Two ordinary posts and one negative post an hour, as roll-ups only."""
        rows = [
            Rollup(
                watch=self.world.watch,
                channel="weibo",
                bucket=bucket_of(self.begin + timedelta(hours=hour, minutes=minute)),
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

    def crawled(self, until: datetime, gap: tuple[datetime, datetime]) -> None:
        """A crawl every ten minutes; in the gap they fail, and the first one after it fetches what was missed."""
        rows, at, covered = [], self.begin + 10 * MINUTE, self.begin
        while at <= until:
            lost = gap[0] <= at < gap[1]
            outcome = CrawlOutcome.FAILED if lost else CrawlOutcome.COMPLETE
            rows.append(
                Crawl(
                    spider="weibo-test",
                    channel="weibo",
                    watch=self.world.watch,
                    since=covered,
                    until=at,
                    started_at=at - MINUTE,
                    ended_at=at,
                    outcome=outcome.value,
                )
            )
            covered = covered if lost else at
            at += 10 * MINUTE
        Crawl.objects.bulk_create(rows)

    def write(
        self, since: datetime, minutes: int, count: int, *, after: timedelta | None, reposts: int = 0, said: str = GRAVE
    ) -> None:
        """Negative posts over so many minutes; each arrives with the next crawl, or all of them `after` that time."""
        end = since + timedelta(minutes=minutes)
        for n in range(count):
            at = since + timedelta(minutes=minutes) * n / count
            collected = _next_crawl(at) if after is None else _next_crawl(end + after)
            post = Post(
                channel=Channel.WEIBO,
                native_id=f"days-{at.isoformat()}-{n}",
                kind=PostKind.POST,
                text=f"青鹭出行 {said} {n}",
                published_at=at,
                collected_at=collected,
                author=Author(key=f"{since:%d}-{n}", name=f"路人{n}", followers=100),
                region="广东",
                reading=Reading(read_at=collected, reposts=reposts * n, comments=0, likes=0),
            )
            self.coming.append((collected, [post]))

    def arrive(self, now: datetime) -> None:
        """Store what has been collected by now."""
        due = [post for at, some in self.coming if at <= now for post in some]
        self.coming = [(at, some) for at, some in self.coming if at > now]
        if not due:
            return
        posts.store(due, watch=self.world.watch.pk, now=now)
        rows = PostRow.objects.filter(native_id__in=[post.native_id for post in due]).values_list("id", flat=True)
        verdict = Score(negativity=0.9, polarity=Polarity.NEGATIVE, words=(), keys=("打不开",), model="test")
        scores.save([(row, verdict) for row in rows], now)
        rollups.refresh()

    def live(self, since: datetime, until: datetime) -> None:
        """Judge every five minutes, as the schedule does."""
        now, kept = since, Kept()
        while now <= until:
            self.arrive(now)
            evaluate(now, tell=False, kept=kept)
            now += STEP


def _next_crawl(at: datetime) -> datetime:
    return datetime.fromtimestamp(-(-(at.timestamp() + 1) // 600) * 600, at.tzinfo)


Told = tuple[str, datetime, datetime, int]


def lived() -> list[Told]:
    fields = ("fingerprint", "since", "detected_at", "grade")
    return sorted((*row,) for row in Alert.objects.values_list(*fields))


def looked_back(first: datetime, last: datetime) -> Iterator[Told]:
    ruling = Ruling(book=rulebook.in_force(), version=standard.current(last))
    active = watches.active()
    (found,) = walk(active, first, last, interval=interval(), rulings=[ruling], progress=lambda done, total: None)
    for past in (*found.over, *found.still_on()):
        yield past.finding.fingerprint, past.finding.since, past.detected_at, past.proposal.grade.value


@pytest.mark.slow
def test_a_look_back_finds_alert_by_alert_what_was_found_at_the_time(world: World, now: datetime) -> None:
    """An outage that grows graver, posts late by six hours and by half an hour, and an hour of failing crawls."""
    begin = now - 11 * DAY  # a Thursday; the outage is on Sunday, the rest in the week after
    end = begin + 6 * DAY
    week = Days(world=world, begin=begin)
    outage, late, gap = begin + 3 * DAY, begin + 4 * DAY, begin + 5 * DAY
    week.quiet(6)
    week.crawled(end, (gap + 10 * MINUTE, gap + HOUR))
    week.write(begin + 2 * DAY, 60, 2, after=None, said="打不开")
    week.write(outage, 50, 60, after=None, reposts=20)
    week.write(late, 40, 40, after=6 * HOUR)
    week.write(late + 8 * HOUR, 40, 40, after=30 * MINUTE)
    week.write(gap + 20 * MINUTE, 30, 60, after=5 * MINUTE)
    week.arrive(outage - HOUR)

    week.live(outage, outage + 90 * MINUTE)
    week.live(late + 6 * HOUR + 30 * MINUTE, late + 7 * HOUR)
    week.live(late + 8 * HOUR + 40 * MINUTE, late + 9 * HOUR + 40 * MINUTE)
    week.live(gap + 30 * MINUTE, gap + 2 * HOUR)
    week.arrive(end)

    told = lived()
    assert {mark.split(":")[0] for mark, *_ in told} >= {"negative_surge", "silent_channel", "critical_words"}
    assert not [alert for alert in told if late <= alert[2] < late + 8 * HOUR]  # what is late by hours alarms nobody
    assert [alert for alert in told if late + 8 * HOUR + 40 * MINUTE < alert[2] < late + 10 * HOUR]
    assert sorted(looked_back(begin + DAY, end)) == told
