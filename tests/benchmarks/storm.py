"""100,000 posts about one matter within ten minutes, through the real store, verdicts and rules.

Run as `python -m tests.benchmarks.storm [POSTS]`: prints when the alert came, how many alerts and mails came of it, and
what each minute cost. Only the counts mean anything by themselves.
"""

import os
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.benchmarks.live_play import House

POSTS, MINUTES = 100_000, 10
BEGIN = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@dataclass
class Told:
    """What a storm led to: the moment of the first alert, and the seconds that each minute took."""

    first: datetime | None = None
    arriving: list[float] = field(default_factory=list)
    judging: list[float] = field(default_factory=list)


def prepared(channels: int = 2) -> "House":
    """A company with two channels, fourteen ordinary days in its roll-ups and six ordinary hours in its posts."""
    from domain.post import Channel
    from storage.models import Watch
    from tests.benchmarks.live_play import House, arrive

    some = (Channel.WEIBO, Channel.WECHAT)[:channels]
    watch = Watch.objects.create(name="星河支付", any_words="星河支付", channels=[one.value for one in some])
    house = House(watches=[watch], channels=some)
    house.hire(BEGIN)
    since = BEGIN - 360 * MINUTE
    house.remember(since, 14, 4_000)
    arrive(watch, house.ordinary(watch, since, BEGIN, 500), BEGIN)
    house.crawled(watch, since, BEGIN)
    return house


def storm(house: "House", posts: int = POSTS, after: int = 60) -> Told:
    """The storm minute by minute, judged every five, and the hour after it with ordinary posts."""
    from alerts.kept import Kept
    from tests.benchmarks.live_play import arrive, judged

    told, kept, (watch,) = Told(), Kept(), house.watches
    for minute in range(1, MINUTES + after + 1):
        now = BEGIN + minute * MINUTE
        some = house.ordinary(watch, now - MINUTE, now, 3)
        if minute <= MINUTES:
            some += house.angry(watch, now - MINUTE, now, posts // MINUTES, "星河支付崩了")
        begin = time.process_time()
        arrive(watch, some, now)
        house.crawled(watch, now - MINUTE, now)
        told.arriving.append(time.process_time() - begin)
        if minute % 5 == 0:
            begin = time.process_time()
            raised = judged(now + timedelta(seconds=20), kept)
            told.judging.append(time.process_time() - begin)
            told.first = told.first or (now if raised else None)
    return told


def main() -> None:
    """A storm in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="yuqing-storm-") as folder:
        os.environ.update(
            YUQING_DIR=folder, YUQING_CONFIG="tests/yuqing.toml", DJANGO_SETTINGS_MODULE="service.settings"
        )
        _run(int(sys.argv[1]) if len(sys.argv) > 1 else POSTS)


def _run(posts: int) -> None:
    from service import start

    start.ready()
    from storage.models import Alert, Notice

    told = storm(prepared(), posts)
    first = "never" if told.first is None else f"{(told.first - BEGIN) / MINUTE:.0f} min"
    steps = ", ".join(f"{one:.1f}" for one in told.judging[:6])
    lines = [
        f"{posts:,} posts in {MINUTES} minutes: first alert after {first}",
        f"processor seconds a minute to store and judge: at most {max(told.arriving):.1f}",
        f"processor seconds an evaluation: {steps}, then at most {max(told.judging[6:], default=0):.1f}",
        f"alerts by rule: {dict(Counter(Alert.objects.values_list('rule', flat=True)))}",
        f"mails by stage: {dict(Counter(Notice.objects.values_list('stage', flat=True)))}",
        f"mails by address: {dict(Counter(Notice.objects.values_list('address', flat=True)))}",
    ]
    lines += [
        f"  {row.detected_at:%H:%M} {row.rule} {row.grade} {row.state} {row.title}"
        for row in Alert.objects.order_by("detected_at", "id")[:40]
    ]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
