"""A thread with an event loop in which servers on 127.0.0.1 run."""

import asyncio
import threading
from collections.abc import Coroutine
from types import TracebackType
from typing import Any, Self, TypeVar

from aiohttp import web

from drill.ports import HOST

PATIENCE = 10
ROOMY = 64 * 1024
"""Bytes of a header that a server reads, so that the sites themselves can refuse what is too long."""
T = TypeVar("T")


class Loopback:
    """Serves aiohttp applications and other servers on free ports until it is left."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, name="drill", daemon=True)
        self.runners: list[web.AppRunner] = []

    def __enter__(self) -> Self:
        """Start the thread."""
        self.thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close every site, then the loop."""
        for runner in self.runners:
            self.run(runner.cleanup())
        self.run(self.loop.shutdown_asyncgens())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(PATIENCE)
        self.loop.close()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Do something in the thread and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(PATIENCE)

    def serve(self, app: web.Application) -> str:
        """Serve an application on a free port; returns its address without a path."""
        runner = web.AppRunner(
            app, access_log=None, handle_signals=False, shutdown_timeout=0.5, max_field_size=ROOMY, max_line_size=ROOMY
        )
        self.run(runner.setup())
        self.run(web.TCPSite(runner, HOST, 0).start())
        self.runners.append(runner)
        port = runner.addresses[0][1]
        return f"http://{HOST}:{port}"
