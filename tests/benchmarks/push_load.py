"""How a flood of pushed messages is taken, with kill -9 in the middle; prints a table.

    python -m tests.benchmarks.push_load [--rate 300] [--seconds 30] [--kill-at 15]

The whole service runs as `python -m service run`; the pusher signs, seals and repeats as WeChat does. The serving
process is killed with SIGKILL in the middle and started again. Lost are messages that were confirmed and are not in the
store: there may be none, ever. The platform gives up a message that four pushes in about twenty seconds could not
bring: there are none where the service is back in time.
"""

import argparse
import asyncio
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from drill.ports import free_port
from drill.sites.wechat_pusher import Account, Pushed, Pusher

ROOT = Path(__file__).resolve().parent.parent.parent
PLAIN = {name: value for name, value in os.environ.items() if not name.startswith(("YUQING_", "DATABASE_URL"))}
APPID, TOKEN, AES_KEY = "wx0000heron00000001", "heron", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
PATIENCE = 60.0


@dataclass(frozen=True, kw_only=True)
class Load:
    """How many messages a second for how long, and when the process is killed (None: never)."""

    rate: int
    seconds: float
    kill_at: float | None


@dataclass(frozen=True, kw_only=True)
class Result:
    """What came of a load; seconds are those from the accepted push to its answer, the first tries before the kill."""

    pushed: Sequence[Pushed]
    stored: int
    letters: int
    lost: int
    given_up: int
    back_after: float | None
    read_after: float

    def quantile(self, share: float) -> float:
        times = sorted(one.seconds for one in self.pushed if one.accepted)
        return times[min(len(times) - 1, int(share * len(times)))] if times else float("nan")


class Service:
    """The real service on a free port, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.folder = folder
        self.process: subprocess.Popen[bytes] | None = None
        never = {f"YUQING_SCHEDULE__{name}_MINUTES": "0" for name in ("HOT", "READINGS", "TIMELINES", "THREADS")}
        self.environment = (
            PLAIN
            | never
            | {
                "YUQING_DIR": str(folder / "data"),
                "YUQING_CONFIG": str(folder / "none.toml"),
                "YUQING_SITE__PORT": str(self.port),
                "YUQING_SCHEDULE__CRAWL_MINUTES": "1440",
                "YUQING_SCHEDULE__CANARY_HOURS": "0",
                "YUQING_SCHEDULE__SECOND_SEARCH_MINUTES": "0",
                "YUQING_WEIBO__SEARCH_URL": "http://127.0.0.1:9",
                "YUQING_WECHAT__SEARCH_URL": "http://127.0.0.1:9",
                "YUQING_OFFICIAL_ACCOUNT__APPID": APPID,
                "YUQING_OFFICIAL_ACCOUNT__TOKEN": TOKEN,
                "YUQING_OFFICIAL_ACCOUNT__AES_KEY": AES_KEY,
                "YUQING_OFFICIAL_ACCOUNT__WATCH": "青鹭出行",
            }
        )

    def command(self, *arguments: str) -> None:
        subprocess.run(
            [sys.executable, "-m", "service", *arguments],
            cwd=ROOT,
            env=self.environment,
            check=True,
            capture_output=True,
        )

    def start(self) -> None:
        command = [sys.executable, "-m", "service", "run"]
        with (self.folder / "run.log").open("ab") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise RuntimeError((self.folder / "run.log").read_text("utf-8")[-2000:])

    def kill(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)

    def ask(self, question: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.folder / "data/yuqing.sqlite3", timeout=30)) as database:
            return database.execute(question).fetchall()


async def flood(load: Load, service: Service) -> tuple[list[Pushed], float | None]:
    """Push at an even rate, kill and start again in the middle; every message is followed to its end."""
    account = Account(address=f"http://127.0.0.1:{service.port}/wechat/push", token=TOKEN, appid=APPID, aes_key=AES_KEY)
    pusher, tasks, back = Pusher(account, time.time), list[asyncio.Task[Pushed]](), list[float]()

    def break_off() -> None:
        began = time.monotonic()
        service.kill()
        service.start()
        back.append(time.monotonic() - began)

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        began = time.monotonic()
        breaking: asyncio.Future[None] | None = None
        for number in range(int(load.rate * load.seconds)):
            at = number / load.rate
            if load.kill_at is not None and at >= load.kill_at and breaking is None:
                breaking = asyncio.get_running_loop().run_in_executor(None, break_off)
            await asyncio.sleep(max(0.0, began + at - time.monotonic()))
            words = f"第 {number} 位客人：车锁打不开，一直在计费"
            tasks.append(asyncio.create_task(pusher.push(session, 24_000_000_000 + number, words, f"o{number % 997}")))
        if breaking is not None:
            await breaking
        return list(await asyncio.gather(*tasks)), back[0] if back else None


def measure(load: Load, folder: Path) -> Result:
    """Carry out a load and count what is in the store afterwards."""
    service = Service(folder)
    service.command("watch", "add", "青鹭出行", "--any", "青鹭出行", "--channel", "wechat")
    service.start()
    pushed, back = asyncio.run(flood(load, service))
    began = time.monotonic()
    while _waiting(service) and time.monotonic() - began < PATIENCE:
        time.sleep(0.2)
    read_after = time.monotonic() - began
    stored = {str(row[0]) for row in service.ask("SELECT native_id FROM storage_post WHERE kind = 'message'")}
    (letters,) = service.ask("SELECT count(*) FROM storage_pushedletter")[0]
    service.stop()
    assert isinstance(letters, int)
    return Result(
        pushed=pushed,
        stored=len(stored),
        letters=letters,
        lost=len({name_of(one) for one in pushed if one.accepted} - stored),
        given_up=len({name_of(one) for one in pushed if not one.accepted} - stored),
        back_after=back,
        read_after=read_after,
    )


def name_of(pushed: Pushed) -> str:
    """The number of the post that a message becomes."""
    return f"message:{APPID}:{pushed.number}"


def _waiting(service: Service) -> bool:
    return bool(service.ask("SELECT 1 FROM storage_pushedletter WHERE taken_at IS NULL LIMIT 1"))


def table(load: Load, result: Result) -> str:
    """The figures, one a line."""
    tries = [one.tries for one in result.pushed]
    rows = (
        (
            "load",
            f"{load.rate}/s for {load.seconds:g} s, machine load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores",
        ),
        ("messages", f"{len(result.pushed)}"),
        ("accepted at the first push", f"{sum(one.accepted and one.tries == 1 for one in result.pushed)}"),
        (
            "accepted later",
            f"{sum(one.accepted and one.tries > 1 for one in result.pushed)} (most pushes {max(tries)})",
        ),
        ("never accepted", f"{sum(not one.accepted for one in result.pushed)}"),
        ("answer p50 / p99 / max", " / ".join(f"{result.quantile(q) * 1000:.0f} ms" for q in (0.5, 0.99, 1.0))),
        ("back after kill -9", "not killed" if result.back_after is None else f"{result.back_after:.1f} s"),
        ("letters on disk", f"{result.letters}"),
        ("posts", f"{result.stored}, all read {result.read_after:.1f} s after the last push"),
        ("lost after being confirmed", f"{result.lost}"),
        ("given up by the platform", f"{result.given_up}"),
    )
    return "\n".join(f"{name:<28}{value}" for name, value in rows)


def main() -> None:
    """Measure as asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=int, default=300)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--kill-at", type=float, default=15, help="0 for never")
    given = parser.parse_args()
    load = Load(rate=given.rate, seconds=given.seconds, kill_at=given.kill_at or None)
    with tempfile.TemporaryDirectory(prefix="yuqing-push-") as folder:
        sys.stdout.write(table(load, measure(load, Path(folder))) + "\n")


if __name__ == "__main__":
    main()
