"""A million posts a day, steadily: what each job takes of one core, and what one evaluation reads.

Run as `python -m tests.benchmarks.intake [POSTS_A_DAY] [HOURS]`: fourteen days of roll-ups, HOURS of posts in the store
(up to 336; what is older is negative posts alone, as far back as a rule looks), three watches on two channels; then
half an hour of intake with their verdicts, minute by minute, and an evaluation every five. Processor time of this
process. The first evaluation reads what the later ones have at hand: it is told apart.
"""

import os
import random
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.models import Watch
    from tests.benchmarks.live_play import House

A_DAY, HOURS, LOOKED_BACK = 1_000_000, 24, 78
NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
MINUTES, STEP = 30, 5
WATCHES = ("星河支付", "云帆出行", "青鹭外卖")
NEGATIVE, KEYS, WORDS = 0.1, 4, 20_000
AT_A_TIME = 20_000
POST = (
    *("id", "channel", "native_id", "edition", "kind", "url", "title", "text", "quoted", "root_id", "author_key"),
    *("author_name", "followers", "verification", "region", "source", "published_at", "collected_at", "text_hash"),
    *("reposts", "comments", "likes", "reads", "cut", "dated"),
)
SCORE = (
    *("post_id", "negativity", "polarity", "words", "complaint", "complaint_words", "noise", "corrected_by", "model"),
    "scored_at",
)


@dataclass
class Costs:
    """Processor seconds by job, and how many posts came in; `first` evaluation and later `evaluations` one by one."""

    first: float = 0.0
    jobs: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    evaluations: list[float] = field(default_factory=list)
    posts: int = 0

    @contextmanager
    def of(self, job: str) -> Iterator[None]:
        """Count what is done inside as this job's."""
        begin = time.process_time()
        yield
        self.jobs[job] += time.process_time() - begin

    def share(self) -> float:
        """Of one core, over the minutes that were played."""
        return sum(self.jobs.values()) / (MINUTES * 60)

    def table(self) -> str:
        """A line for each job, then what all of them leave free."""
        lines = [
            f"{job:10} {seconds:7.2f} s  {seconds / max(self.posts, 1) * 1e6:7.0f} µs a post"
            f"  {seconds / (MINUTES * 60):6.1%} of a core"
            for job, seconds in self.jobs.items()
        ]
        one_by_one = ", ".join(f"{one:.1f}" for one in self.evaluations)
        used = sum(self.jobs.values())
        free = f"{'all':10} {used:7.2f} s for {self.posts:,} posts; {1 - self.share():.1%} of a core free"
        return "\n".join([*lines, free, f"first evaluation {self.first:.1f} s, then {one_by_one} s"])


def filled(a_day: int, hours: float) -> "House":
    """Watches with their past: roll-ups of fourteen days, and posts of the last hours with verdicts and keywords."""
    from domain.post import Channel
    from storage import rollups
    from storage.models import Watch
    from tests.benchmarks.live_play import House

    channels = (Channel.WEIBO, Channel.WECHAT)
    watches = [
        Watch.objects.create(name=name, any_words=name, channels=[one.value for one in channels]) for name in WATCHES
    ]
    house = House(watches=watches, channels=channels)
    house.hire(NOW)
    back = max(LOOKED_BACK, hours)
    house.remember(NOW - back * HOUR, 14, a_day)
    chance = random.Random(17)
    for place, watch in enumerate(watches):
        older = a_day / 24 * (back - hours) / len(watches) * NEGATIVE
        _write(watch, place, NOW - back * HOUR, NOW - hours * HOUR, int(older), 1.0, chance)
        _write(watch, place, NOW - hours * HOUR, NOW, int(a_day / 24 * hours / len(watches)), NEGATIVE, chance)
        house.crawled(watch, NOW - back * HOUR, NOW)
    rollups.refresh()
    return house


def _write(
    watch: "Watch", place: int, since: datetime, until: datetime, count: int, negative: float, chance: random.Random
) -> None:
    """Posts with verdicts and keywords straight into the tables: as the real way, without the work of verdicts."""
    from django.db import transaction

    for start in range(0, count, AT_A_TIME):
        with transaction.atomic():
            _write_some(
                watch,
                place,
                since + (until - since) * (start / count),
                (until - since) / count,
                range(start, min(count, start + AT_A_TIME)),
                negative,
                chance,
            )


def _write_some(
    watch: "Watch", place: int, first: datetime, step: timedelta, part: range, negative: float, chance: random.Random
) -> None:
    from domain.day import bucket_of
    from domain.post import Channel
    from storage.bulk import insert, moments
    from storage.models import KeywordPost, Mention, Reading, Score
    from storage.models import Post as Row
    from storage.rollups import mark

    moment, known = moments(), _keywords(watch)
    begin = (Row.objects.order_by("-id").values_list("id", flat=True).first() or 0) + 1
    facts = [
        (
            begin + n - part.start,
            Channel.WEIBO.value if chance.random() < 0.8 else Channel.WECHAT.value,
            first + step * (n - part.start),
            n,
        )
        for n in part
    ]
    insert(Row, POST, [_post(place, *each, moment, chance) for each in facts])
    buckets = {row: bucket_of(at) for row, _, at, _ in facts}
    insert(
        Mention, ("watch_id", "post_id", "channel", "bucket"), [(watch.pk, r, c, buckets[r]) for r, c, _, _ in facts]
    )
    readings = [(row, moment(at + 2 * MINUTE), 0, 1, 2) for row, _, at, _ in facts]
    insert(Reading, ("post_id", "read_at", "reposts", "comments", "likes"), readings)
    judged = moment(NOW)
    verdicts = [
        (
            row,
            *((0.9, "negative") if chance.random() < negative else (0.1, "neutral")),
            "[]",
            "",
            "[]",
            "",
            "",
            "filled",
        )
        for row in buckets
    ]
    insert(Score, SCORE, [(*verdict, judged) for verdict in verdicts])
    uses = [
        (keyword, row, bucket)
        for row, bucket in buckets.items()
        for keyword in {known[int(len(known) * chance.random() ** 4)] for _ in range(KEYS)}
    ]
    insert(KeywordPost, ("keyword_id", "post_id", "bucket"), uses)
    mark((watch.pk, bucket) for bucket in set(buckets.values()))


def _post(
    place: int,
    row: int,
    channel: str,
    at: datetime,
    n: int,
    moment: Callable[[datetime], object],
    chance: random.Random,
) -> list[object]:
    from alerts.places import PROVINCES

    author, text = f"u{chance.randrange(500_000)}", f"{WATCHES[place]} 今天路过门口看了看，一切照旧，{n}"
    facts = [row, channel, f"filled-{row}", 1, "post", f"https://weibo.com/1/filled{row}", "", text, "", "", author]
    facts += [
        f"路人{n}",
        chance.randrange(5_000),
        "",
        chance.choice(PROVINCES),
        "",
        moment(at),
        moment(at + 2 * MINUTE),
    ]
    return [*facts, f"{row:032x}", 0, 1, 2, None, False, True]


def _keywords(watch: "Watch") -> list[int]:
    from storage.models import Keyword

    if not Keyword.objects.filter(watch=watch).exists():
        Keyword.objects.bulk_create([Keyword(watch=watch, key=f"词{n}") for n in range(WORDS)], batch_size=5_000)
    return list(Keyword.objects.filter(watch=watch).order_by("id").values_list("id", flat=True))


def played(house: "House", a_day: int) -> Costs:
    """Half an hour of posts as crawls bring them, with the jobs between, after a first evaluation."""
    from alerts.evaluate import evaluate
    from alerts.kept import Kept
    from service.scoring import score_all
    from storage import posts, rollups

    costs, kept = Costs(), Kept()
    score_all(lambda done, total: None)
    rollups.refresh()
    begin = time.process_time()
    evaluate(NOW, kept=kept)
    costs.first = time.process_time() - begin
    for minute in range(1, MINUTES + 1):
        now = NOW + minute * MINUTE
        for watch in house.watches:
            some = house.ordinary(watch, now - MINUTE, now, round(a_day / 1440 / len(house.watches)))
            costs.posts += len(some)
            with costs.of("store"):
                posts.store(some, watch=watch.pk, now=now)
            house.crawled(watch, now - MINUTE, now)
        with costs.of("score"):
            score_all(lambda done, total: None)
        if minute % STEP == 0:
            before = costs.jobs["evaluate"]
            with costs.of("evaluate"):
                evaluate(now + timedelta(seconds=20), kept=kept)
            costs.evaluations.append(costs.jobs["evaluate"] - before)
    return costs


def main() -> None:
    """Play it in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="yuqing-intake-") as folder:
        os.environ.update(
            YUQING_DIR=folder, YUQING_CONFIG="tests/yuqing.toml", DJANGO_SETTINGS_MODULE="service.settings"
        )
        from service import start

        start.ready()
        given = [int(word) for word in sys.argv[1:3]]
        a_day, hours = (*given, *(A_DAY, HOURS)[len(given) :])
        sys.stdout.write(played(filled(a_day, hours), a_day).table() + "\n")


if __name__ == "__main__":
    main()
