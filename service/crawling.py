"""The crawl job: one child process per spider and watch, so that a hang or a crash stays with itself."""

import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from domain.post import Channel
from domain.route_check import CANARY
from domain.watch import Watch
from service.clock import now
from service.config import state_dir
from service.trouble import Trouble
from storage import crawls

SPIDERS: Mapping[str, Channel] = {"weibo-search": Channel.WEIBO, "wechat-articles": Channel.WECHAT}
SECOND: Mapping[str, Channel] = {"weibo-mobile-search": Channel.WEIBO}
"""Searches beside the main ones; what they are refused silences no channel."""
EXTRA = frozenset(
    {
        "weibo-timeline",
        "weibo-comments",
        "weibo-reposts",
        "weibo-post",
        "weibo-profile",
        "weibo-hot",
        CANARY,
        "wechat-feed",
    }
)
FOR_NOBODY = frozenset({"weibo-post", "weibo-profile", "weibo-hot", CANARY})
"""Asked for all watches together."""
WITHOUT_WINDOW = EXTRA - {"weibo-timeline"}
FIRST_LOOK_BACK = timedelta(hours=24)
OVERLAP = timedelta(minutes=30)
TIME_LIMIT = timedelta(hours=2)
AT_A_TIME = 2


def window(spider: str, watch: int | None, since: datetime | None, until: datetime) -> tuple[datetime, datetime]:
    """Publication times to ask for: from where the last covering crawl ended, with an overlap; a day at first.

    Spiders that ask for things by number have none: theirs is empty.
    """
    if spider in WITHOUT_WINDOW or watch is None:
        return until, until
    if since is not None:
        return since, until
    covered = crawls.watermark(spider, watch)
    return (until - FIRST_LOOK_BACK if covered is None else covered - OVERLAP), until


def spiders_for(watch: Watch) -> list[str]:
    """The spiders that collect this watch's channels."""
    return [spider for spider, channel in SPIDERS.items() if channel in watch.channels]


def takes(spider: str, watch: Watch) -> bool:
    """Whether a watch wants the channel of a search."""
    return {**SPIDERS, **SECOND}.get(spider, Channel.WEIBO) in watch.channels


class Crawling:
    """Starts children, waits for them, and stops them all when the service stops."""

    def __init__(self) -> None:
        self._children: set[subprocess.Popen[bytes]] = set()
        self._places = threading.BoundedSemaphore(AT_A_TIME)
        self._extra_place = threading.BoundedSemaphore(1)
        self._stopping = False

    def crawl(self, spider: str, watch: Watch | None, since: datetime | None = None) -> int:
        """Run one crawl to its end in a child process; returns the child's exit status, -1 where it was killed.

        What adds to the searches runs one at a time and never takes their places.
        """
        command = [sys.executable, "-m", "service", "crawl", spider]
        if watch is not None:
            command += ["--watch", watch.name]
        if since is not None:
            command += ["--since", since.isoformat()]
        with self._extra_place if spider in EXTRA or spider in SECOND else self._places:
            if self._stopping:
                return -1
            return self._wait(self._start(command, spider, watch))

    def crawl_all(
        self, watches: Iterable[Watch], since: datetime | None = None, spider: str = ""
    ) -> list[tuple[str, Watch, int]]:
        """One crawl for every watch and channel, some at a time; or of one spider only."""
        wanted = [
            (one, watch)
            for watch in watches
            for one in ([spider] if spider else spiders_for(watch))
            if takes(one, watch)
        ]
        ended: list[tuple[str, Watch, int]] = []
        threads = [
            threading.Thread(target=lambda s=spider, w=watch: ended.append((s, w, self.crawl(s, w, since))))
            for spider, watch in wanted
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return ended

    def stop(self) -> None:
        """Ask every child to end; each closes its own crawl row."""
        self._stopping = True
        for child in list(self._children):
            child.send_signal(signal.SIGTERM)

    def _start(self, command: list[str], spider: str, watch: Watch | None) -> subprocess.Popen[bytes]:
        folder = state_dir() / "logs" / "crawls"
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / f"{spider}-{watch.key if watch else 0}.log").open("wb") as output:
            child = subprocess.Popen(  # noqa: S603 - our own program with our own arguments
                command,
                cwd=_root(),
                stdout=output,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C reaches us alone; a child that hears it twice would drop what it holds
            )
        self._children.add(child)
        return child

    def _wait(self, child: subprocess.Popen[bytes]) -> int:
        started = now()
        try:
            return child.wait(timeout=TIME_LIMIT.total_seconds())
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
            crawls.abandon(started + timedelta(minutes=1), now())
            return -1
        finally:
            self._children.discard(child)


def since_words(words: str, until: datetime) -> datetime:
    """A start given as 2h, 14d, 30m or a moment with zone; raises Trouble."""
    units = {"m": "minutes", "h": "hours", "d": "days"}
    if words[:-1].isdigit() and words[-1:] in units:
        return until - timedelta(**{units[words[-1]]: int(words[:-1])})
    try:
        found = datetime.fromisoformat(words)
    except ValueError:
        raise Trouble(f"“{words}”不是认得的起点；请写 2h、14d、30m 或 2026-11-23T09:00+08:00") from None
    if found.tzinfo is None:
        raise Trouble(f"“{words}”缺少时区；请写成 {words}+08:00")
    return found


def _root() -> Path:
    """The folder that holds the rooms, so that `python -m service` finds ours and not a stranger's `alerts`."""
    root: Path = settings.ROOT_DIR
    return root
