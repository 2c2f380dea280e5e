"""Rows a second and memory of importing a long MediaCrawler file: `python -m tests.benchmarks.import_speed [ROWS]`.

The file is made by a generator, the database is a new SQLite file; both are thrown away.
"""

import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import tests.surroundings  # noqa: F401 - settings of its own, before Django reads them

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
FIRST_MID, FIRST_SECOND, A_MONTH = 5_100_000_000_000_000, 1_792_800_000, 2_500_000
WHO = ("青鹭出行", "青鹭打车", "青鹭客服", "青鹭的司机", "青鹭顺风车")
WHAT = (
    "又崩了，打不开",
    "扣了两次钱，没有退款",
    "等了二十分钟",
    "师傅很热情，车也干净",
    "送了优惠券，挺好用的",
)
THEN = ("真的很无语", "有人和我一样吗", "谢谢大家", "差评", "下次还来", "气得饭都没吃")


def rows(count: int) -> Iterator[str]:
    """Lines as MediaCrawler writes them, with invented words, spread over a month."""
    chance = random.Random(7)
    for n in range(count):
        second = FIRST_SECOND + n * A_MONTH // count
        row = {
            "note_id": str(FIRST_MID + n * 4_000),
            "content": f"{chance.choice(WHO)}{chance.choice(WHAT)}，{chance.choice(THEN)} {n}",
            "create_time": second,
            "create_date_time": f"{datetime.fromtimestamp(second, UTC):%Y-%m-%d %H:%M:%S}+00:00",
            "liked_count": str(chance.randrange(200)),
            "comments_count": str(chance.randrange(50)),
            "shared_count": "100万+" if n % 1000 == 0 else str(chance.randrange(50)),
            "last_modify_ts": second * 1000,
            "note_url": f"https://m.weibo.cn/detail/{FIRST_MID + n * 4_000}",
            "ip_location": chance.choice(("北京", "上海", "广东", "")),
            "user_id": str(1_000_000_000 + chance.randrange(200_000)),
            "nickname": f"用户{chance.randrange(200_000)}",
            "gender": "f",
            "profile_url": "",
            "avatar": "",
            "source_keyword": "青鹭",
        }
        yield json.dumps(row, ensure_ascii=False) + "\n"


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What one import cost: rows a second, by the clock and of processor time, and resident megabytes on the way."""

    rows: int
    a_second: float
    a_processor_second: float
    megabytes_at_tenth: float
    megabytes_at_end: float
    peak_megabytes: float


@dataclass
class Watcher:
    """Notes the memory when a tenth of the file is read."""

    at_tenth: float = field(default=0.0)

    def __call__(self, share: float) -> None:
        if share >= 0.1 and not self.at_tenth:
            self.at_tenth = resident()


def resident() -> float:
    """Megabytes that the process holds now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


def measure(folder: Path, count: int, watch: int) -> Measured:
    """Make the file, import it into the database that Django has, and say what it cost; all rows must be new."""
    from crawlers.importers import load
    from crawlers.importers.files import look_into
    from crawlers.importers.plan import plan
    from domain.post import Channel

    path = folder / "search_contents.jsonl"
    with path.open("w", encoding="utf-8") as out:
        out.writelines(rows(count))
    opened = look_into(path)
    order = load.Loading(
        opened=opened, plan=plan(opened, {}), watch=watch, channel=Channel.WEIBO, beside=folder / "imports"
    )
    watcher = Watcher()
    began, worked = time.perf_counter(), time.process_time()
    done = load.load(order, NOW, watcher)
    seconds, work = time.perf_counter() - began, time.process_time() - worked
    if (done.new, done.refused) != (count, 0):
        raise RuntimeError(f"{done} instead of {count} new rows")
    return Measured(
        rows=count,
        a_second=count / seconds,
        a_processor_second=count / work,
        megabytes_at_tenth=watcher.at_tenth,
        megabytes_at_end=resident(),
        peak_megabytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6,
    )


def main(count: int) -> None:
    """Print what the import of so many rows costs."""
    import os

    import django
    from django.core.management import call_command

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "service.settings")
    django.setup()
    call_command("migrate", verbosity=0)
    from service.garbage import settle
    from storage.models import Watch

    settle()
    watch = Watch.objects.create(name="青鹭出行", any_words="青鹭")
    with tempfile.TemporaryDirectory() as folder:
        cost = measure(Path(folder), count, watch.pk)
    sys.stdout.write(
        f"{cost.rows} rows: {cost.a_second:.0f} rows/s ({cost.a_processor_second:.0f} of processor time); "
        f"resident {cost.megabytes_at_tenth:.0f} MB at 10 %, "
        f"{cost.megabytes_at_end:.0f} MB at 100 %, peak {cost.peak_megabytes:.0f} MB\n"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
