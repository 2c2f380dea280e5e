"""The state of 100 watches and channels from 90 days of roll-ups, as every evaluation builds it anew.

Run as `python -m tests.benchmarks.rebuilt [WATCHES] [DAYS]`: prints the processor time of an evaluation and its parts.
"""

import os
import sys
import tempfile
import time
from datetime import UTC, datetime

WATCHES, DAYS, A_DAY = 50, 90, 1_000_000
NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


def rebuilt(watches: int, days: int, a_day: int = A_DAY) -> dict[str, float]:
    """Processor seconds to read the past, to bring it to now, and of a whole evaluation, by name."""
    from alerts import gather, rulebook
    from alerts.evaluate import evaluate, interval
    from alerts.kept import Kept
    from alerts.view import view_of
    from domain.post import Channel
    from storage import watches as kept
    from storage.models import Watch
    from tests.benchmarks.live_play import House

    channels = (Channel.WEIBO, Channel.WECHAT)
    rows = [
        Watch.objects.create(name=f"主题{n}", any_words=f"主题{n}", channels=[one.value for one in channels])
        for n in range(watches)
    ]
    House(watches=rows, channels=channels).remember(NOW, days, a_day)
    begin = time.process_time()
    active = kept.active()
    history = gather.read(active, NOW, NOW)
    read = time.process_time()
    past = gather.past(
        history, active, NOW, NOW, interval=interval(), views=[view_of(rulebook.in_force())], kept=Kept()
    )
    for _ in gather.steps(past):
        past.scan.negative.sum()
    walked = time.process_time()
    evaluate(NOW)
    return {"read": read - begin, "brought to now": walked - read, "evaluation": time.process_time() - walked}


def main() -> None:
    """Build it in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="yuqing-rebuilt-") as folder:
        os.environ.update(
            YUQING_DIR=folder, YUQING_CONFIG="tests/yuqing.toml", DJANGO_SETTINGS_MODULE="service.settings"
        )
        from service import start

        start.ready()
        given = [int(word) for word in sys.argv[1:3]]
        watches, days = (*given, *(WATCHES, DAYS)[len(given) :])
        for name, seconds in rebuilt(watches, days).items():
            sys.stdout.write(f"{name:15} {seconds:6.2f} s\n")


if __name__ == "__main__":
    main()
