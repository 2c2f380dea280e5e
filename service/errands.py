"""Jobs that compute for long are done by child processes: they hold no lock of ours and give their memory back."""

import json
import subprocess
import sys
import threading
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from domain.job import JobName
from service.config import state_dir
from service.runner import Progress
from service.trouble import Trouble

LIMIT = timedelta(hours=2)


class Errands:
    """Starts children one at a time, hands on what they say, and stops them when the service stops."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[str] | None = None
        self._place = threading.Lock()
        self._stopping = False

    def run(self, job: JobName, arguments: Mapping[str, str], progress: Progress) -> str:
        """Have a child do one run; what it did in a few words. Raises Trouble with the child's own, or its end."""
        with self._place:
            if self._stopping:
                raise Trouble("程序正在停止，没有开始")
            child = self._start(job, arguments)
            late = threading.Timer(LIMIT.total_seconds(), child.kill)
            late.start()
            try:
                said = _follow(child, progress)
            finally:
                late.cancel()
                self._child = None
        if child.returncode == 0 and "result" in said:
            return str(said["result"])
        raise Trouble(str(said.get("trouble") or self._why(job, child.returncode)))

    def stop(self) -> None:
        """End the child; what it had not finished is not done."""
        self._stopping = True
        if (child := self._child) is not None:
            child.terminate()

    def _start(self, job: JobName, arguments: Mapping[str, str]) -> subprocess.Popen[str]:
        log = _log_of(job)
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("wb") as errors:
            child = subprocess.Popen(  # noqa: S603 - our own program with our own arguments
                [sys.executable, "-m", "service.errand", job.value],
                cwd=settings.ROOT_DIR,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                encoding="utf-8",
                start_new_session=True,
            )
        self._child = child
        assert child.stdin is not None
        try:
            with child.stdin as given:
                json.dump(dict(arguments), given)
        except BrokenPipeError:  # it ended before it had heard us; its log says why
            pass
        return child

    def _why(self, job: JobName, status: int) -> str:
        if self._stopping:
            return "程序停止时还没有做完；需要时请重新开始"
        lines = _log_of(job).read_text("utf-8", errors="replace").splitlines()
        last = next((line.strip() for line in reversed(lines) if line.strip()), "没有留下说明")
        return f"子进程以状态 {status} 结束：{last[:300]}"


def _log_of(job: JobName) -> Path:
    return state_dir() / "logs" / f"{job.value}.log"


def _follow(child: subprocess.Popen[str], progress: Progress) -> Mapping[str, Any]:
    """Hand on the child's progress until it ends; its last word."""
    said: Mapping[str, Any] = {}
    assert child.stdout is not None
    with child.stdout as lines:
        for line in lines:
            said = json.loads(line)
            if "done" in said:
                progress(said["done"], said["total"])
    child.wait()
    return said
