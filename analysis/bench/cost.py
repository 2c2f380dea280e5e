"""What finding bursts costs: a step of ten thousand topics, a state from 90 days, a storm of 100,000 posts."""

import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.bench.invented import FIRST
from analysis.bursts import BurstScan
from analysis.discovery import Discovery, Spoken
from analysis.season import weibo_shape
from analysis.topics import topic_bursts
from analysis.trending import QUARTER
from domain.day import BUCKET_SECONDS, BUCKETS_PER_DAY

TOPICS, STEPS, WARM = 10_000, 24, 160
SERIES, REBUILT_DAYS = 100, 90
STORM, STORM_QUARTERS = 100_000, 50
TRACKED, KEYS_EACH, PEOPLE, BUSY = 10_000, 3, 6, 0.1

Clock = Callable[[], float]


@dataclass(frozen=True, kw_only=True)
class Cost:
    """Seconds; `step_mb` is what the state of ten thousand topics takes, `topics` how many a storm was found to be.

    `tracked` and `tracked_mb` are a step of discovery over ten thousand tracked keys, and what it remembers.
    """

    step: float
    step_mb: float
    tracked: float
    tracked_mb: float
    rebuilt: float
    storm: float
    topics: int
    rising: int


def cost(clock: Clock, advance: Callable[[], None] = lambda: None) -> Cost:
    """Measured with `clock`, which gives seconds."""
    step, size = _step(clock)
    advance()
    rebuilt = _rebuilt(clock)
    advance()
    storm, topics, rising = _storm(clock)
    advance()
    tracked, kept = tracked_step(clock, TRACKED)
    advance()
    return Cost(
        step=step,
        step_mb=size,
        tracked=tracked,
        tracked_mb=kept,
        rebuilt=rebuilt,
        storm=storm,
        topics=topics,
        rising=rising,
    )


def _step(clock: Clock) -> tuple[float, float]:
    """(median seconds of a step, most MB): half a day without score, then steps in which one in ten topics is busy."""
    rng = np.random.default_rng(1)
    tracemalloc.start()
    scan = BurstScan(TOPICS, strict_until=0)
    rates = np.geomspace(0.01, 20, TOPICS)
    for row in range(WARM):
        scan.step(FIRST + row * BUCKET_SECONDS, rng.poisson(rates))
    most = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    times = []
    for row in range(WARM, WARM + STEPS):
        counts = rng.poisson(rates * np.where(rng.random(TOPICS) < 0.1, 5, 1))
        begun = clock()
        scan.step(FIRST + row * BUCKET_SECONDS, counts)
        times.append(clock() - begun)
    return float(np.median(times)), most


def tracked_step(clock: Clock, keys: int) -> tuple[float, float]:
    """(median seconds, MB) of discovery over so many tracked keys, of which one in ten is used in a quarter.

    Everything is said once by six people; then a day goes by. A matter has three words, which make three pairs.
    """
    rng = np.random.default_rng(6)
    matters = np.arange(keys // (2 * KEYS_EACH) + 1)
    tracemalloc.start()
    discovery = Discovery()
    for quarter in range(STORM_QUARTERS):
        discovery.step(FIRST + quarter * QUARTER, [])
    discovery.step(FIRST + STORM_QUARTERS * QUARTER, _matters(rng, matters, STORM_QUARTERS))
    first = STORM_QUARTERS + 1
    for quarter in range(first, first + STEPS):
        discovery.step(FIRST + quarter * QUARTER, _busy(rng, matters, quarter))
    most = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    times = []
    for quarter in range(first + STEPS, first + 2 * STEPS):
        posts = _busy(rng, matters, quarter)
        begun = clock()
        discovery.step(FIRST + quarter * QUARTER, posts)
        times.append(clock() - begun)
    return float(np.median(times)), most


def _busy(rng: np.random.Generator, matters: NDArray[np.int64], quarter: int) -> list[Spoken]:
    return _matters(rng, matters[rng.random(len(matters)) < BUSY], quarter)


def _matters(rng: np.random.Generator, matters: NDArray[np.int64], quarter: int) -> list[Spoken]:
    said = [tuple(f"词{matter}之{n}" for n in range(KEYS_EACH)) for matter in matters.tolist() for _ in range(PEOPLE)]
    people = rng.integers(10**6, size=len(said)).tolist()
    return [Spoken(post=quarter * 10**6 + n, author=people[n], keys=keys) for n, keys in enumerate(said)]


def _rebuilt(clock: Clock) -> float:
    buckets = REBUILT_DAYS * BUCKETS_PER_DAY
    means = weibo_shape(FIRST, buckets)[:, None] * np.geomspace(0.1, 50, SERIES)
    counts = np.random.default_rng(2).poisson(means)
    begun = clock()
    BurstScan(SERIES).replay(FIRST, counts)
    return clock() - begun


def _storm(clock: Clock) -> tuple[float, int, int]:
    """(seconds for the step that meets the storm, topics that are on, bursts): ten minutes of one matter, ten ways."""
    rng = np.random.default_rng(3)
    discovery = Discovery()
    words = [f"词{n}" for n in range(2_000)]
    for quarter in range(STORM_QUARTERS):
        calm = [
            Spoken(post=quarter * 100 + n, author=int(rng.integers(10**6)), keys=tuple(rng.choice(words, 4).tolist()))
            for n in range(100)
        ]
        discovery.step(FIRST + quarter * QUARTER, calm)
    ways = ["客服", "退款", "转账", "失败", "崩溃", "到账", "宕机", "余额"]
    posts = [
        Spoken(
            post=10**6 + n,
            author=int(rng.integers(10**7)),
            keys=("#星河支付崩了#", "星河支付", *rng.choice(ways, 2, replace=False).tolist()),
        )
        for n in range(STORM)
    ]
    begun = clock()
    topics = discovery.step(FIRST + STORM_QUARTERS * QUARTER, posts)
    authors = np.zeros((1, 14 * BUCKETS_PER_DAY))
    authors[0, -2:] = STORM / 2
    expected = 5 * weibo_shape(FIRST, authors.shape[1])
    rises = topic_bursts(authors, expected, last=FIRST + (authors.shape[1] - 1) * BUCKET_SECONDS)
    return clock() - begun, len(topics), sum(rise is not None for rise in rises)
