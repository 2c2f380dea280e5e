"""Verdicts for batches of texts: in this process, or in a pool of others that send back verdicts and nothing else."""

import multiprocessing
import os
from collections import deque
from collections.abc import Generator, Iterable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from analysis.aim import Sides
from analysis.complaints import ComplaintRules
from analysis.pipeline import Pipeline, Text, Verdict
from domain.complaint_words import KindWords
from service.garbage import settle

MOST_WORKERS = 8
AHEAD = 2  # batches in the pool for each worker: one under its hands, one that waits
Columns = list[tuple[Any, ...]]
LEAST_FOR_A_POOL = 20_000  # texts; a worker needs a second or two before its first verdict


@dataclass(frozen=True, kw_only=True)
class Making:
    """What a pipeline is made of, small enough to be sent to another process."""

    own_words: tuple[str, ...]
    kinds: tuple[KindWords, ...]
    brands: tuple[str, ...]
    rivals: tuple[str, ...] = ()
    weights: Path | None = None

    def pipeline(self) -> Pipeline:
        """A pipeline of one's own."""
        rules, sides = ComplaintRules(self.kinds, self.brands), Sides(self.brands, self.rivals)
        return Pipeline(self.own_words, rules=rules, sides=sides, weights=self.weights)


def workers_for(texts: int, wanted: int | None = None) -> int:
    """How many processes judge so many texts: those wanted, else one for few texts and one per processor for many."""
    if wanted is not None:
        return max(1, wanted)
    if texts < LEAST_FOR_A_POOL:
        return 1
    return min(MOST_WORKERS, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)


def judged(
    batches: Iterable[Sequence[Text]], making: Making, workers: int, *, pooled: bool = False
) -> Generator[list[Verdict], None, None]:
    """The verdicts of each batch, in order.

    With more than one worker some batches are judged ahead while the caller stores: at most two for each worker are in
    memory. `batches` is read in this process and thread. A lone worker is this process, unless `pooled`.
    """
    if workers <= 1 and not pooled:
        yield from map(_kept(making).score, batches)
        return
    spawning = multiprocessing.get_context("spawn")  # a fork would take over this process's threads and connections
    with ProcessPoolExecutor(workers, mp_context=spawning, initializer=_begin, initargs=(making,)) as pool:
        waiting = iter(batches)
        ahead: deque[Future[list[Verdict]]] = deque()
        try:
            ahead.extend(pool.submit(_score, _columns(batch)) for batch in islice(waiting, workers * AHEAD))
            while ahead:
                verdicts = ahead.popleft().result()
                ahead.extend(pool.submit(_score, _columns(batch)) for batch in islice(waiting, 1))
                yield verdicts
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


_kept = lru_cache(maxsize=1)(Making.pipeline)  # a second's work; the schedule scores twice a minute
_ours: list[Pipeline] = []


def _begin(making: Making) -> None:
    pipeline = making.pipeline()
    pipeline.score([Text(post=0, text="开始")])
    settle()
    _ours[:] = [pipeline]


def _columns(batch: Sequence[Text]) -> Columns:
    """The texts by field, which are packed for another process in a fraction of the time."""
    return list(zip(*batch, strict=True))


def _score(packed: Columns) -> list[Verdict]:
    return _ours[0].score([Text(*row) for row in zip(*packed, strict=True)])
