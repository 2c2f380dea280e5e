"""Writes pushed messages down, many in one commit, and answers each once it is on disk."""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import structlog
from django.db import DatabaseError, connection

from domain.push import Declined, Letter, Taken
from storage import inbox

MOST = 500
GATHER = 0.01
"""Seconds in which messages gather for one commit; at 300 a second a third of the commits, for an answer as quick."""
log = structlog.get_logger()


class NotWritten(RuntimeError):
    """The database did not take a message; the platform will push it again."""


class Writer:
    """One thread with one connection; what comes while a commit is under way goes along with the next one.

    So the number of commits follows the disk and not the number of messages. Every method is called on the event loop.
    """

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock = clock
        self.thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="push")
        self.waiting: list[tuple[Letter, asyncio.Future[Taken]]] = []
        self.declined: Counter[tuple[str, Declined, str]] = Counter()
        self.task: asyncio.Task[None] | None = None

    async def write(self, letter: Letter) -> Taken:
        """What became of a letter, once it is on disk; raises NotWritten."""
        done: asyncio.Future[Taken] = asyncio.get_running_loop().create_future()
        self.waiting.append((letter, done))
        self._go_on()
        return await done

    def decline(self, account: str, why: Declined, address: str) -> None:
        """Count a push that was turned away; written behind the letters that wait."""
        self.declined[account, why, address] += 1
        self._go_on()

    def close(self) -> None:
        """Let the thread and its connection go; nothing may be written afterwards."""
        self.thread.submit(connection.close)
        self.thread.shutdown()

    def _go_on(self) -> None:
        if self.task is None or self.task.done():
            self.task = asyncio.get_running_loop().create_task(self._drain())

    async def _drain(self) -> None:
        loop = asyncio.get_running_loop()
        while self.waiting or self.declined:
            await asyncio.sleep(GATHER)
            batch, self.waiting = self.waiting[:MOST], self.waiting[MOST:]
            declined, self.declined = self.declined, Counter()
            letters = [letter for letter, _ in batch]
            taken = await loop.run_in_executor(self.thread, self._write, letters, declined)
            for place, (_, done) in enumerate(batch):
                if done.done():  # whoever asked has given up waiting
                    continue
                if taken is None:
                    done.set_exception(NotWritten("the database did not take the message"))
                else:
                    done.set_result(taken[place])

    def _write(self, letters: Sequence[Letter], declined: Counter[tuple[str, Declined, str]]) -> list[Taken] | None:
        """In the thread: one commit for all letters; None where the database refused."""
        now = self.clock()
        try:
            inbox.to_the_disk()
            taken = inbox.take(letters, now) if letters else []
            for (account, why, address), count in declined.items():
                inbox.decline(account, why, address, count, now)
                log.warning("push declined", account=account, why=why.value, address=address, count=count)
        except DatabaseError as trouble:
            log.warning("pushes not written", letters=len(letters), trouble=type(trouble).__name__)
            connection.close()
            return None
        return taken
