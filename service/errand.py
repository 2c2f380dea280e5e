"""`python -m service.errand JOB`: one run of a job that computes for long, in a process of its own.

It reads the arguments as JSON from standard input and says on standard output, a line of JSON each, how far it is, and
at the end what came of it. A parent that is gone ends it with its next line.
"""

import importlib
import json
import os
import sys
from collections.abc import Mapping
from typing import Any

from domain.job import JobName
from service import logs, start
from service.trouble import Trouble

WORKS: Mapping[JobName, str] = {JobName.BACKTEST: "service.backtesting"}
"""The module whose `work` does the job; loaded by name, when Django is set up."""
PATIENCE = 10  # of nice: whoever waits for an answer goes first
FAILED = 1


def main(job: JobName) -> int:
    """Do the run to its end; the exit status. What people can mend is the last line, anything else a traceback."""
    os.nice(PATIENCE)
    arguments = json.load(sys.stdin)
    try:
        logs.set_up(None, "WARNING")
        start.ready()
        _say(result=importlib.import_module(WORKS[job]).work(arguments, _Progress()))
    except Trouble as trouble:
        _say(trouble=str(trouble))
        return FAILED
    return 0


class _Progress:
    """Says how far the work is, a hundred times at most."""

    def __init__(self) -> None:
        self._told = -1

    def __call__(self, done: int, total: int | None) -> None:
        percent = 100 * done // total if total else done
        if percent != self._told:
            self._told = percent
            _say(done=done, total=total)


def _say(**words: Any) -> None:  # noqa: ANN401 - whatever JSON can say
    sys.stdout.write(json.dumps(words, ensure_ascii=False) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(JobName(sys.argv[1])))
