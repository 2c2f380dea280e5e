"""Which keys begin to be used: a hashed table of moving means and variances (SigniTrend, Schubert et al. 2014).

Every 15 minutes: x = distinct authors of a key; z = (x - max(mean, bias)) / (sd + bias), the mean and variance being
those of the cell with the smallest mean among the key's cells. However many keys there are, the table stays as it is.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

CELLS = 1 << 18
HASHES = 2
QUARTER = 900  # seconds
KEPT = 0.5 ** (1 / 96)  # half is forgotten in a day
BIAS, BIAS_SHARE = 1.0, 1e-5  # authors; and 0.001 % of those of the quarter
LEAST_Z, LEAST_AUTHORS = 3.0, 5
FORGOTTEN = 14 * 86_400  # seconds without five authors after which a key is tracked no more
MOST_HASHES_KEPT = 200_000
NOTHING = 1e-3  # authors a quarter below which a cell is empty; a tenth of a person a day says nothing

Column = NDArray[np.float32]


@dataclass(frozen=True, kw_only=True)
class Trends:
    """All that a table remembers: means and variances by cell, when each tracked key was last used, its last quarter.

    Single precision, as it is stored: a table that is read back goes on as if it had never been away.
    """

    mean: Column
    variance: Column
    tracked: dict[str, int]
    last: int | None


class TrendTable:
    """Steps from quarter to quarter, epoch seconds; only forward. Tracks the keys that rose, until they fall silent."""

    def __init__(self, kept: Trends | None = None) -> None:
        self._mean = np.zeros(CELLS, np.float32) if kept is None else kept.mean.copy()
        self._variance = np.zeros(CELLS, np.float32) if kept is None else kept.variance.copy()
        self._tracked: dict[str, int] = {} if kept is None else dict(kept.tracked)
        self._last: int | None = None if kept is None else kept.last
        self._cells: dict[str, tuple[int, ...]] = {}

    @property
    def kept(self) -> Trends:
        """What another table can go on from."""
        return Trends(mean=self._mean, variance=self._variance, tracked=self._tracked, last=self._last)

    @property
    def tracked(self) -> frozenset[str]:
        """The keys that rose and were used by five people in one quarter of the last 14 days."""
        return frozenset(self._tracked)

    def step(self, quarter: int, authors: Mapping[str, int]) -> list[str]:
        """Take in a quarter's distinct authors by key; returns the keys that rise in it, by name.

        A quarter that is not after the last one, or not the start of one, raises ValueError.
        """
        if quarter % QUARTER or (self._last is not None and quarter <= self._last):
            raise ValueError(f"{quarter} is not the start of a quarter of an hour after {self._last}")
        silent = 0 if self._last is None else (quarter - self._last) // QUARTER - 1
        self._forget(silent)
        self._last = quarter
        names = sorted(authors)
        counts = np.array([authors[name] for name in names], dtype=np.float64)
        cells = np.array([self._cells_of(name) for name in names], dtype=np.int64).reshape(-1, HASHES)
        rising = [names[place] for place in np.flatnonzero(self._scores(counts, cells) >= LEAST_Z).tolist()]
        rising = [name for name in rising if authors[name] >= LEAST_AUTHORS]
        self._learn(counts, cells)
        self._track(quarter, rising, authors)
        return rising

    def usual(self, names: Sequence[str]) -> list[float]:
        """Distinct authors that a quarter brings to each key by what its cells remember of the last days; at most."""
        cells = np.array([self._cells_of(name) for name in names], dtype=np.int64).reshape(-1, HASHES)
        found: list[float] = self._mean[cells].min(axis=1).tolist()
        return found

    def _scores(self, counts: NDArray[np.float64], cells: NDArray[np.int64]) -> NDArray[np.float64]:
        bias = max(BIAS, BIAS_SHARE * float(counts.sum()))
        means = self._mean[cells]
        best = means.argmin(axis=1) if len(cells) else np.zeros(0, np.int64)
        rows = np.arange(len(cells))
        mean, variance = means[rows, best], self._variance[cells][rows, best]
        scores: NDArray[np.float64] = (counts - np.maximum(mean, bias)) / (np.sqrt(variance) + bias)
        return scores

    def _learn(self, counts: NDArray[np.float64], cells: NDArray[np.int64]) -> None:
        """A cell takes the largest count of the keys in it."""
        now = np.zeros(CELLS, np.float32)
        for column in cells.T:
            np.maximum.at(now, column, counts.astype(np.float32))
        gap = now - self._mean
        self._mean += np.float32(1 - KEPT) * gap
        self._variance = np.float32(KEPT) * (self._variance + np.float32(1 - KEPT) * gap * gap)
        empty = self._mean < NOTHING
        self._mean[empty] = self._variance[empty] = 0

    def _forget(self, quarters: int) -> None:
        """Quarters without anything: means fall, as if nobody had spoken."""
        if quarters:
            kept = np.float32(KEPT**quarters)
            self._variance = kept * (self._variance + (1 - kept) * self._mean**2)
            self._mean *= kept

    def _track(self, quarter: int, rising: list[str], authors: Mapping[str, int]) -> None:
        for name in rising:
            self._tracked[name] = quarter
        for name in self._tracked.keys() & authors.keys():
            if authors[name] >= LEAST_AUTHORS:
                self._tracked[name] = quarter
        self._tracked = {name: last for name, last in self._tracked.items() if quarter - last <= FORGOTTEN}

    def _cells_of(self, name: str) -> tuple[int, ...]:
        known = self._cells.get(name)
        if known is None:
            if len(self._cells) > MOST_HASHES_KEPT:
                self._cells.clear()
            digest = hashlib.blake2b(name.encode("utf-8", "replace"), digest_size=8).digest()
            number = int.from_bytes(digest, "big")
            known = self._cells[name] = (number % CELLS, (number >> 20) % CELLS)
        return known
