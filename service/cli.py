"""The command `yuqing`: where the configuration lies, then Django, then the command itself.

Modules are loaded by name when their command is called: models can be imported only after Django is set up, and the
child process of a crawl must not wait for charts.
"""

import importlib
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from service import logs, start
from service.config import state_dir
from service.trouble import Trouble


@dataclass(frozen=True, kw_only=True)
class CommandLine:
    """What stands before the command, the command, and what stands behind it."""

    config: Path | None
    folder: Path | None
    command: str
    rest: tuple[str, ...]


def split(arguments: Sequence[str]) -> CommandLine:
    """Take `--config FILE` and `--dir FOLDER` off the front; raises Trouble where their value is missing."""
    given: dict[str, Path] = {}
    rest = list(arguments)
    while rest and rest[0] in {"--config", "--dir"}:
        if len(rest) < 2:
            raise Trouble(f"{rest[0]} 后面缺少路径")
        given[rest[0]] = Path(rest[1])
        del rest[:2]
    return CommandLine(
        config=given.get("--config"), folder=given.get("--dir"), command=rest[0] if rest else "--help", rest=tuple(rest)
    )


def main() -> None:
    """Run one command; what the operator must mend is said in a sentence and ends with status 1."""
    try:
        run(split(sys.argv[1:]))
    except Trouble as trouble:
        sys.stderr.write(f"{trouble}\n")
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


def run(line: CommandLine) -> None:
    """Prepare what the command needs and run it; raises Trouble."""
    start.point_at(line.config, line.folder)
    if line.command == "init":
        _load("service.example", "init")(line.rest[1:])
    elif line.command == "demo":
        with _load("service.curtain", "raised")(line.rest[1:]) as stage:
            logs.set_up(state_dir() / "logs", "WARNING")
            start.set_up()
            _load("service.commands.demo", "demo")(stage)
    else:
        serving = line.command == "run"
        logs.set_up(
            state_dir() / "logs" if serving else None, "INFO" if line.command in {"run", "crawl"} else "WARNING"
        )
        start.set_up()
        _load("service.commands.app", "run")(line.rest)


def _load(module: str, name: str) -> Callable[..., Any]:
    found: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return found
