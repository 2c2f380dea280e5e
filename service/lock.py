"""One holder at a time, by a lock file that the operating system frees when its process dies."""

import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import Self

from service.trouble import Trouble


class AlreadyRunning(Trouble):
    """Somebody else holds the lock; the message names the process and the cure."""


class OnlyOne:
    """Holds `<folder>/<name>.lock` while the block runs; raises AlreadyRunning where another process holds it."""

    def __init__(self, folder: Path, name: str, what: str) -> None:
        self._path = folder / f"{name}.lock"
        self._what = what

    def __enter__(self) -> Self:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._file = self._path.open("a+", encoding="ascii")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._file.seek(0)
            holder = self._file.read().strip() or "未知"
            self._file.close()
            raise AlreadyRunning(
                f"{self._what}已在运行（进程 {holder}，锁文件 {self._path}）；请先停止它，或用 --dir 换一个数据目录"
            ) from None
        self._file.truncate(0)
        self._file.write(str(os.getpid()))
        self._file.flush()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
