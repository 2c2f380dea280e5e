"""10,000 Alertmanager alerts in a minute, over HTTP, against uvicorn: how many alerts come of it, and how fast.

Run as `python -m tests.benchmarks.alarm_flood`; prints its figures and fails where a count is not exact.
"""

import json
import os
import socket
import sys
import tempfile
import threading
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from typing import Any

ALARMS, GROUPS, A_POST = 10_000, 20, 50


def main() -> None:
    """Post every alarm once and a fifth of the posts twice, eight at a time; then count."""
    with tempfile.TemporaryDirectory(prefix="yuqing-flood-") as folder:
        os.environ.update(
            YUQING_DIR=folder, YUQING_CONFIG="tests/yuqing.toml", DJANGO_SETTINGS_MODULE="service.settings"
        )
        _run()


def _run() -> None:
    from service import start

    start.ready()
    from domain.source import SourceKind
    from service.clock import now
    from storage import inbound
    from storage.models import Alert, Matter, MatterPart, Notice

    token = inbound.add(SourceKind.SYSTEM, "flood", "压测", now(), watch=None, by="压测")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = f"http://127.0.0.1:{listening.getsockname()[1]}/api/inbound/flood"
        server, thread = _serve(listening)
        posts = _posts()
        again = posts[::5]
        began = time.perf_counter()
        with ThreadPoolExecutor(8) as pool:
            took = list(pool.map(lambda content: _post(address, token or "", content), [*posts, *again]))
        seconds = time.perf_counter() - began
        server.should_exit = True
        thread.join(10)
    firing = sorted(Matter.objects.values_list("firing", flat=True))
    took.sort()
    _tell(f"{ALARMS:,} alarms in {len(posts)} posts, {len(again)} of them sent twice: {seconds:.1f} s")
    _tell(f"answer: median {took[len(took) // 2] * 1000:.0f} ms, slowest {took[-1] * 1000:.0f} ms")
    _tell(f"alerts {Alert.objects.count()}, counts {firing[0]} to {firing[-1]}, alarms counted {sum(firing):,}")
    _tell(f"rows of alarms {MatterPart.objects.count():,}, mails {Notice.objects.count()}")
    assert seconds < 60
    assert Alert.objects.count() == GROUPS
    assert firing == [ALARMS // GROUPS] * GROUPS
    assert all(f"（{ALARMS // GROUPS} 条告警）" in title for title in Alert.objects.values_list("title", flat=True))


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _serve(listening: socket.socket) -> tuple[Any, threading.Thread]:
    import uvicorn

    from service.asgi import application

    server = uvicorn.Server(uvicorn.Config(application, log_config=None, lifespan="off"))
    thread = threading.Thread(target=lambda: server.run(sockets=[listening]), daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.02)
    return server, thread


def _posts() -> list[bytes]:
    from tests.alertmanager import alarm, notification

    a_group = ALARMS // GROUPS
    return [
        json.dumps(
            notification([alarm(group * a_group + first + step) for step in range(A_POST)], group=f"服务 {group:02d}")
        ).encode()
        for first in range(0, a_group, A_POST)
        for group in range(GROUPS)
    ]


def _post(address: str, token: str, content: bytes) -> float:
    request = urllib.request.Request(
        address, content, {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    )
    began = time.perf_counter()
    with urllib.request.urlopen(request, timeout=60) as answer:
        assert answer.status == 200
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
