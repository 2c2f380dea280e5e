"""A scan takes the buckets of an hour at once: by NumPy or machine code, in one piece or many, the same to the bit."""

import pickle
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from analysis import within_hour
from analysis.baseline import Baseline
from analysis.bursts import BurstScan, Sighting
from analysis.native import BUILT
from analysis.rings import Rings
from analysis.youth import Youth
from domain.day import BUCKET_SECONDS

Floats = NDArray[np.float64]
FIRST = 1_791_129_600
BUCKETS = 480  # more than a series needs to be scored, and to be scored like the old
KINDS: tuple[tuple[float, tuple[float, ...], int], ...] = (
    (3.5, (), 5 * 288),
    (3.5, (3.0, 5.0), 200),
    (3.0, (), 0),
    (5.0, (3.2,), 155),
)
WAYS = [pytest.param(True, marks=pytest.mark.skipif(not BUILT, reason="no compiler was there")), False]
eyes = settings(deadline=None, max_examples=20)
seeds, kinds, beginnings = st.integers(0, 10_000), st.sampled_from(KINDS), st.integers(0, 300)


def course(seed: int) -> tuple[Floats, Floats]:
    """Counts and coverage (buckets, series): bursts, quiet series, gaps of one and of all, one series that is late."""
    chance = np.random.default_rng(seed)
    rates = np.geomspace(0.02, 60, int(chance.integers(1, 9)))
    shape = BUCKETS, len(rates)
    counts = chance.negative_binomial(4, 4 / (4 + rates * chance.choice([0.5, 1.0, 1.5], (BUCKETS, 1))), shape)
    coverage = np.ones(shape)
    for _ in range(6):
        start, length, one = chance.integers((0, 1, 0), (BUCKETS, 40, len(rates)))
        counts[start : start + length, one] += chance.integers(0, 80)
        start, length, one = chance.integers((0, 1, 0), (BUCKETS, 40, len(rates)))
        coverage[start : start + length, one] = chance.choice([0.0, 0.3, 1e-3])
    coverage[300:330], coverage[: chance.integers(0, 300), -1] = chance.choice([0.0, 0.5]), 0.0
    return counts.astype(np.float64), coverage


def scan_of(kind: tuple[float, tuple[float, ...], int], series: int, *, native: bool) -> BurstScan:
    threshold, also, strict_until = kind
    return BurstScan(series, threshold=threshold, also=also, strict_until=strict_until, native=native)


def known(scan: BurstScan) -> dict[str, object]:
    """All that a scan keeps, arrays byte by byte."""
    parts = {"episodes": [list(episodes.on()) for episodes in scan._episodes], "last": scan._last}
    told = [vars(part).items() for part in (scan._baseline, scan._rings, scan._youth)]
    arrays = {name: one.tobytes() if isinstance(one, np.ndarray) else one for items in told for name, one in items}
    return parts | arrays


def pieces(seed: int, buckets: int) -> Iterator[tuple[int, int]]:
    """Where to cut: into single buckets, parts of an hour and of a day."""
    chance = np.random.default_rng(seed)
    cuts = np.unique(np.minimum(chance.choice([1, 2, 11, 12, 13, 50, 100], buckets).cumsum(), buckets))
    yield from pairwise([0, *cuts.tolist()])


@pytest.mark.skipif(not BUILT, reason="no compiler was there at installation")
@eyes
@given(seeds, kinds, beginnings)
def test_machine_code_and_numpy_say_and_keep_the_same(
    seed: int, kind: tuple[float, tuple[float, ...], int], late: int
) -> None:
    counts, coverage = course(seed)
    first = FIRST + late * BUCKET_SECONDS
    quick, plain = (scan_of(kind, counts.shape[1], native=native) for native in (True, False))
    for left, right in pieces(seed, BUCKETS):
        if (seed + left) % 5 == 0:
            continue  # left out: passes as not collected
        part = first + left * BUCKET_SECONDS, counts[left:right], coverage[left:right]
        said, told = quick.replay(*part), plain.replay(*part)
        assert said.expected.tobytes() == told.expected.tobytes()
        assert said.sightings == told.sightings
    assert known(quick) == known(plain)


@pytest.mark.skipif(not BUILT, reason="no compiler was there at installation")
@eyes
@given(seeds)
def test_both_see_the_same_worth_a_score(seed: int) -> None:
    from analysis import strides

    counts, coverage = course(seed)
    quick, plain = ((Baseline(len(counts.T)), Rings(len(counts.T)), Youth(len(counts.T), strict_until=0)) for _ in "ab")
    for left in range(6, BUCKETS - 12, 12):  # FIRST is the middle of an hour of the profile
        rows, first = slice(left, left + 12), FIRST + left * BUCKET_SECONDS
        said = strides.take(*quick, first, counts[rows], coverage[rows])
        told = within_hour.take(*plain, first, counts[rows], coverage[rows])
        assert [one.tobytes() for one in said] == [one.tobytes() for one in told]
        for baseline, _, _ in (quick, plain):
            baseline.turn(first + 11 * BUCKET_SECONDS)


@pytest.mark.parametrize("native", WAYS)
@eyes
@given(seed=seeds, kind=kinds, late=beginnings)
def test_one_piece_many_and_single_steps_come_to_the_same(
    seed: int, kind: tuple[float, tuple[float, ...], int], late: int, *, native: bool
) -> None:
    counts, coverage = course(seed)
    first = FIRST + late * BUCKET_SECONDS
    whole, parts, steps = (scan_of(kind, counts.shape[1], native=native) for _ in range(3))
    said = whole.replay(first, counts, coverage)
    seen: list[Sighting] = []
    expected: list[Floats] = []
    for left, right in pieces(seed, BUCKETS):
        part = parts.replay(first + left * BUCKET_SECONDS, counts[left:right], coverage[left:right])
        seen += part.sightings
        expected.append(part.expected)
    assert (tuple(seen), np.vstack(expected).tobytes()) == (said.sightings, said.expected.tobytes())
    on = {(one.bucket, one.series): one.burst for one in said.sightings if one.threshold == kind[0]}
    for row in range(BUCKETS):
        bucket = first + row * BUCKET_SECONDS
        assert steps.expected(bucket).tobytes() == said.expected[row].tobytes()
        bursts = steps.step(bucket, counts[row], coverage[row])
        assert bursts == [on.get((bucket, series)) for series in range(counts.shape[1])]
    assert known(whole) == known(parts) == known(steps)


@pytest.mark.parametrize("native", WAYS)
@eyes
@given(seed=seeds, cut=st.integers(1, BUCKETS - 100), kind=kinds)
def test_a_copy_and_a_pickle_go_on_alike_and_apart_from_the_first(
    seed: int, cut: int, kind: tuple[float, tuple[float, ...], int], *, native: bool
) -> None:
    counts, coverage = course(seed)
    scan, alone = (scan_of(kind, counts.shape[1], native=native) for _ in range(2))
    scan.replay(FIRST, counts[:cut], coverage[:cut])
    twin, kept, then = scan.copy(), pickle.loads(pickle.dumps(scan)), known(scan)
    following = FIRST + cut * BUCKET_SECONDS
    scan.replay(following, 3 * counts[cut:], coverage[cut:])
    assert known(twin) == known(kept) == then
    said, told = (one.replay(following, counts[cut:], coverage[cut:]) for one in (twin, kept))
    alone.replay(FIRST, counts[:cut], coverage[:cut])
    assert known(alone) == then
    wanted = alone.replay(following, counts[cut:], coverage[cut:])
    assert said.sightings == told.sightings == wanted.sightings
    assert known(twin) == known(kept) == known(alone)


@pytest.mark.parametrize("native", WAYS)
def test_how_the_counts_lie_in_memory_does_not_matter(*, native: bool) -> None:
    counts, coverage = course(7)
    ways = (counts, coverage), (np.asfortranarray(counts), np.asfortranarray(coverage)), (counts.tolist(), coverage)
    said = {BurstScan(counts.shape[1], native=native).replay(FIRST, *way).expected.tobytes() for way in ways}
    assert len(said) == 1
    scan = BurstScan(BUCKETS, native=native)
    assert scan.step(FIRST, counts[:, 0], coverage[:, 0]) == [None] * BUCKETS


@pytest.mark.parametrize("native", WAYS)
def test_no_buckets_and_no_series_are_no_error(*, native: bool) -> None:
    scan = BurstScan(2, native=native)
    scan.step(FIRST, [1, 2])
    then = known(scan)
    assert scan.replay(FIRST, np.zeros((0, 2))).expected.shape == (0, 2)
    assert known(scan) == then
    assert BurstScan(0, native=native).replay(FIRST, np.zeros((20, 0))).expected.shape == (20, 0)
