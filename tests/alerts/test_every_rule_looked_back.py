"""A night in which every rule fires, lived step by step and looked at again afterwards: alert by alert the same."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest

from alerts import rulebook, standard
from alerts.evaluate import evaluate, interval
from alerts.kept import Kept
from alerts.rulebook import BY_NAME
from alerts.walk import Ruling, walk
from domain.crawl import CrawlOutcome
from domain.day import bucket_of, day_of
from domain.hot import HotEntry, HotList
from domain.post import Author, Channel, Post, PostKind, Reading
from domain.rule_settings import RuleSettings, Sensitivity
from domain.score import Polarity, Score
from storage import hot, posts, rollups, rule_versions, score_weeks, scores, watches
from storage.models import Alert, Crawl, Rollup, Watch
from storage.models import Post as PostRow
from storage.score_weeks import WEEK, WeekRow
from tests.alerts.conftest import World

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
STEP = 5 * MINUTE
NIGHT = 5 * HOUR
PLACES = ("广东", "北京", "上海", "四川", "湖北", "山东", "河南", "浙江", "江苏", "福建")
IN_PAST = frozenset(rule.name for rule in BY_NAME.values() if rule.in_past)
WITH_A_SURGE = frozenset({"cross_channel", "region_spread", "single_post_spread"})  # which tells of them in this night
Told = tuple[str, datetime, datetime, int]


@dataclass
class Night:
    """Two watches from ten days before `begin` on; posts and lists arrive when they were collected."""

    one: Watch
    other: Watch
    begin: datetime
    coming: list[tuple[datetime, int, Post, Score]] = field(default_factory=list)
    lists: list[tuple[datetime, int]] = field(default_factory=list)

    def counts(
        self, watch: Watch, channel: str, since: datetime, until: datetime, an_hour: Mapping[int, tuple[int, int]]
    ) -> None:
        """Roll-ups of every hour: (neutral, negative) posts at minutes of the hour."""
        rows, hour = [], since
        while hour < until:
            for minute, (neutral, negative) in an_hour.items():
                made = {"posts": neutral + negative, "authors": neutral + negative, "negative": negative}
                bucket = bucket_of(hour + minute * MINUTE)
                rows.append(
                    Rollup(
                        watch=watch, channel=channel, bucket=bucket, neutral=neutral, positive=0, engagement=0, **made
                    )
                )
            hour += HOUR
        Rollup.objects.bulk_create(rows)

    def crawled(self, watch: Watch, channel: str, gap: tuple[datetime, datetime] | None = None) -> None:
        """A crawl every ten minutes; those that end in the gap fail."""
        rows, at, covered = [], self.begin - 10 * DAY, self.begin - 10 * DAY
        while at <= self.begin + NIGHT + HOUR:
            lost = gap is not None and gap[0] <= at < gap[1]
            outcome = CrawlOutcome.FAILED if lost else CrawlOutcome.COMPLETE
            times = {"since": covered, "until": at, "started_at": at - MINUTE, "ended_at": at}
            rows.append(Crawl(spider="test", channel=channel, watch=watch, outcome=outcome.value, **times))
            covered = covered if lost else at
            at += 10 * MINUTE
        Crawl.objects.bulk_create(rows)

    def write(
        self,
        since: datetime,
        minutes: int,
        count: int,
        *,
        negative: int,
        key: str = "",
        said: str = "车",
        channel: Channel = Channel.WEIBO,
        followers: int = 100,
    ) -> Sequence[Post]:
        """Posts of different people, evenly over so many minutes; every so many-th is negative."""
        written = []
        for n in range(count):
            at = since + minutes * MINUTE * n / count
            name = f"{key}-{said}-{since:%d%H%M}-{n}"
            found = Post(
                channel=channel,
                native_id=name,
                kind=PostKind.POST,
                text=f"青鹭出行 {said} {name}",
                published_at=at,
                collected_at=next_crawl(at),
                author=Author(key=name, name=f"路人{n}", followers=followers),
                region=PLACES[n % len(PLACES)],
                reading=Reading(read_at=next_crawl(at), reposts=n % 7, comments=0, likes=0),
            )
            self._later(found, bad=n % negative == 0, key=key)
            written.append(found)
        return written

    def read_again(self, post: Post, at: datetime, reposts: int) -> None:
        """The same post with more reposts."""
        reading = Reading(read_at=at, reposts=reposts, comments=0, likes=0)
        again = {name: getattr(post, name) for name in ("channel", "native_id", "kind", "text", "published_at")}
        more = Post(**again, collected_at=at, author=post.author, region=post.region, reading=reading)
        self._later(more, bad=True, key="")

    def _later(self, post: Post, *, bad: bool, key: str) -> None:
        polarity = Polarity.NEGATIVE if bad else Polarity.NEUTRAL
        keys = (key,) if key else ()
        verdict = Score(negativity=0.9 if bad else 0.1, polarity=polarity, words=(), keys=keys, model="test")
        self.coming.append((post.collected_at, len(self.coming), post, verdict))

    def arrive(self, now: datetime) -> None:
        """Store what has been collected by now."""
        for at, rank in [row for row in self.lists if row[0] <= now]:
            entry = HotEntry(list=HotList.SEARCH, title="青鹭出行崩了", read_at=at, rank=rank, heat=9_000)
            hot.keep(HotList.SEARCH, at, [entry])
        self.lists = [row for row in self.lists if row[0] > now]
        due = sorted(row for row in self.coming if row[0] <= now)
        self.coming = [row for row in self.coming if row[0] > now]
        for _, _, post, verdict in due:
            if posts.store([post], watch=self.one.pk, now=now).new:
                scores.save([(PostRow.objects.get(native_id=post.native_id).pk, verdict)], now)
        rollups.refresh()


def next_crawl(at: datetime) -> datetime:
    return datetime.fromtimestamp(-(-(at.timestamp() + 1) // 600) * 600, at.tzinfo)


def drifted(watch: Watch, now: datetime) -> None:
    """Six weeks alike, and a seventh that is not."""
    monday = day_of(now) - timedelta(days=day_of(now).weekday())
    for n in range(1, 8):
        bins = (400, 200, 100, 50, 50, 50, 50, 40, 30, 30) if n > 1 else (30, 30, 40, 50, 50, 50, 50, 100, 200, 400)
        score_weeks.keep(
            WeekRow(watch=watch.pk, channel=Channel.WEIBO, monday=monday - n * WEEK, model="m", bins=bins, unheard=None)
        )


@pytest.fixture
def night(world: World, now: datetime) -> Night:
    """Outrage, rumours, lists and failures of one night, nothing of which has arrived yet."""
    begin = now - 3 * DAY
    other = Watch.objects.create(name="青鹭金融", any_words="青鹭金融", channels=["weibo"])
    Watch.objects.filter(pk=world.watch.pk).update(channels=["weibo", "wechat"])
    made = Night(one=world.watch, other=other, begin=begin)
    few = {7: (1, 0), 23: (0, 1), 41: (1, 0)}
    made.counts(made.one, "weibo", begin - 10 * DAY, begin, few)
    made.counts(made.one, "wechat", begin - 10 * DAY, begin, few)
    made.counts(other, "weibo", begin - 10 * DAY, begin - HOUR, dict.fromkeys(range(2, 60, 10), (5, 0)) | {37: (0, 2)})
    calm = {2: (7, 1), 12: (0, 1), 22: (7, 1), 32: (0, 1), 42: (6, 1)}
    made.counts(other, "weibo", begin - HOUR, begin + NIGHT, calm)
    made.crawled(made.one, "weibo", gap=(begin + 230 * MINUTE, begin + 275 * MINUTE))
    made.crawled(made.one, "wechat")
    made.crawled(other, "weibo")
    made.write(begin - 11 * HOUR, 11 * 60, 22, negative=3, key="青鹭换帅")
    made.write(begin + 20 * MINUTE, 45, 40, negative=6, key="降价")
    made.write(begin + 70 * MINUTE, 1, 1, negative=1, said="打了12315")
    made.write(begin + 75 * MINUTE, 1, 1, negative=1, said="大号", followers=300_000)
    (told,) = made.write(begin + 80 * MINUTE, 1, 1, negative=1, said="转")
    for minutes, reposts in ((100, 5), (130, 60), (160, 320)):
        made.read_again(told, begin + minutes * MINUTE, reposts)
    made.write(begin + 110 * MINUTE, 50, 60, negative=1, key="打不开")
    made.write(begin + 115 * MINUTE, 60, 30, negative=1, channel=Channel.WECHAT)
    made.lists = [(begin + n * 10 * MINUTE, 40 - n) for n in range(5, 14)]
    drifted(made.one, begin)
    made.arrive(begin - STEP)
    return made


def lived() -> list[Told]:
    return sorted((*row,) for row in Alert.objects.values_list("fingerprint", "since", "detected_at", "grade"))


def looked_back(night: Night, *books: rulebook.Rulebook, **asked: list[str] | list[int]) -> list[list[Told]]:
    first, last = night.begin, night.begin + NIGHT
    rulings = [Ruling(book=book, version=standard.current(last)) for book in books]
    silent = {"interval": interval(), "rulings": rulings, "progress": lambda done, total: None}
    found = walk(watches.active(), first, last, **silent, **asked)  # type: ignore[arg-type]
    return [
        sorted(
            (past.finding.fingerprint, past.finding.since, past.detected_at, past.proposal.grade.value)
            for past in (*one.over, *one.still_on())
        )
        for one in found
    ]


def rule_at(book: rulebook.Rulebook, rule: str, word: Sensitivity) -> RuleSettings:
    return replace(book.of(rule), sensitivity=word)


def of(told: list[Told], rule: str) -> list[Told]:
    return [row for row in told if row[0].startswith(f"{rule}:")]


def live_through(night: Night) -> list[Told]:
    at, kept = night.begin, Kept()
    while at <= night.begin + NIGHT:
        night.arrive(at)
        evaluate(at, tell=False, kept=kept)
        at += STEP
    return lived()


def same_alone(night: Night, told: list[Told], rules: Collection[str]) -> None:
    for rule in rules:
        (alone,) = looked_back(night, rulebook.in_force(), rules=[rule], asked=[night.one.pk, night.other.pk])
        assert of(alone, rule) == of(told, rule)


@pytest.mark.slow
def test_a_night_in_which_a_surge_tells_of_the_rest_is_found_again_whole_and_in_parts(night: Night) -> None:
    told, book = live_through(night), rulebook.in_force()
    assert {mark.split(":")[0] for mark, *_ in told} == IN_PAST - WITH_A_SURGE - {"slow_rise"}
    assert looked_back(night, book) == [told]
    same_alone(night, told, IN_PAST)
    (own,) = looked_back(night, book, asked=[night.one.pk])
    assert own == [row for row in told if str(night.other.pk) not in row[0].split(":")[1]]

    keen = book.changed(*(rule_at(book, name, Sensitivity.SENSITIVE) for name in IN_PAST))
    strict = book.changed(*(rule_at(book, name, Sensitivity.STRICT) for name in IN_PAST))
    apart = [looked_back(night, one)[0] for one in (keen, strict)]
    assert looked_back(night, keen, book, strict) == [apart[0], told, apart[1]]
    assert apart[0] != told
    assert len(told) > len(apart[1])


@pytest.mark.slow
def test_without_the_surge_each_rule_speaks_for_itself_and_so_it_did(night: Night) -> None:
    off = replace(rulebook.in_force().of("negative_surge"), on=False)
    rule_versions.save(off, by="林晓", why="试试", now=night.begin, seen=0)
    told = live_through(night)
    assert {mark.split(":")[0] for mark, *_ in told} == IN_PAST - {"negative_surge", "slow_rise"}
    assert looked_back(night, rulebook.in_force()) == [told]
    same_alone(night, told, WITH_A_SURGE)
