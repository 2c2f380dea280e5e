"""Web and scheduler in one process: started together, stopped together."""

import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog
import uvicorn
from apscheduler.schedulers.background import BackgroundScheduler

from service.asgi import application
from service.clock import now
from service.config import Config, state_dir
from service.crawling import Crawling
from service.errands import Errands
from service.lock import OnlyOne
from service.runner import Runner
from service.schedule import schedule
from service.trouble import Trouble
from service.works import works
from storage import crawls, jobs

log = structlog.get_logger()

TURN = 0.001
"""Seconds after which a job that computes gives way to whoever waits for an answer; Python's own 0.005 is felt."""


def open_port(host: str, port: int) -> socket.socket:
    """The listening socket; raises Trouble where the port is taken or not allowed."""
    listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as trouble:
        listening.close()
        raise Trouble(
            f"端口 {host}:{port} 用不了（{trouble.strerror}）；请停掉占用它的程序，或改 [site] port"
        ) from None
    return listening


@contextmanager
def scheduler(conf: Config) -> Iterator[BackgroundScheduler]:
    """The one scheduler of this folder of state, running while the block does; raises AlreadyRunning.

    What an earlier process left half done is closed first, so that it is done again.
    """
    with OnlyOne(state_dir(), "scheduler", "定时任务"):
        jobs.mark_lost(now())
        crawls.abandon(now(), now())
        crawling, errands = Crawling(), Errands()
        runner = Runner(works(crawling, errands))
        running = schedule(runner, conf.schedule, conf.mail_in.minutes if conf.mail_in.host else 0)
        running.start()
        try:
            yield running
        finally:
            crawling.stop()
            errands.stop()
            running.shutdown(wait=True)


def serve(conf: Config, listening: socket.socket, when_up: Callable[[], None]) -> None:
    """Serve the console on an open socket until a signal ends it; `when_up` is called before the first request."""
    config = uvicorn.Config(
        application, log_config=None, server_header=False, timeout_graceful_shutdown=10, lifespan="off"
    )
    sys.setswitchinterval(TURN)
    for number in (signal.SIGINT, signal.SIGTERM):  # uvicorn raises them once more when it is down; we still tidy up
        signal.signal(number, lambda *_: None)
    when_up()
    uvicorn.Server(config).run(sockets=[listening])
