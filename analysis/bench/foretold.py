"""How often the intervals of a forecast hold, on cascades that the forecast has not seen; and what it learns from.

Cascades are parted by the hash of their root. `fitted` gives the text of `analysis/growth.toml` from one half.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.bench.cascades import Cascade
from analysis.forecast import AGES, HALF, HORIZONS, QUANTILES, SPEEDS, cell_of, forecasts, season

MOMENTS = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 24.0, 48.0)  # hours after the first post at which is forecast
LEAST_CASES = 20


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """Of `cases` forecasts so many hours ahead: the share that ended inside the interval, below and above it.

    `error` is the median of |said - came| / (came + 10).
    """

    hours: int
    cases: int
    inside: float
    below: float
    above: float
    error: float


@dataclass(frozen=True, kw_only=True)
class _Case:
    last_hour: int
    age: float
    now: int
    came: int


def held_out(cascade: Cascade) -> bool:
    """Whether the forecast has not learnt from it."""
    return hashlib.blake2b(cascade.root.encode(), digest_size=1).digest()[0] % 2 == 1


def coverage(cascades: Sequence[Cascade]) -> list[Coverage]:
    """By horizon, on the cascades that are held out."""
    unseen = [cascade for cascade in cascades if held_out(cascade)]
    return [_covered([case for each in unseen for case in _cases(each, hours)], hours) for hours in HORIZONS]


def fitted(cascades: Sequence[Cascade]) -> str:
    """The quantiles of growth by class, as TOML, from the cascades that are not held out."""
    lines = ["# Growth of cascades: see analysis/forecast.py and analysis/bench/foretold.py"]
    for hours in HORIZONS:
        cells: dict[str, list[float]] = defaultdict(list)
        ages: dict[str, list[float]] = defaultdict(list)
        for cascade in cascades:
            for case in () if held_out(cascade) else _cases(cascade, hours):
                grown = case.came / ((case.last_hour + HALF) * season(case.now, hours))
                cell = cell_of(case.last_hour, case.age)
                cells[cell].append(grown)
                ages[cell.split("-")[0]].append(grown)
        lines.append(f'\n["{hours}h"]')
        for age in range(len(AGES) + 1):
            for speed in range(len(SPEEDS) + 1):
                cell = f"{age}-{speed}"
                seen = cells[cell] if len(cells[cell]) >= LEAST_CASES else ages[str(age)]
                three = ", ".join(f"{value:.4f}" for value in np.quantile(seen, QUANTILES).tolist())
                lines.append(f"{cell} = [{three}]")
    return "\n".join(lines) + "\n"


def _cases(cascade: Cascade, hours: int) -> Iterator[_Case]:
    for age in MOMENTS:
        minute = age * 60
        so_far = cascade.seen_by(minute)
        yield _Case(
            last_hour=so_far - (cascade.seen_by(minute - 60) if age > 1 else 0),
            age=age,
            now=cascade.begun + int(minute * 60),
            came=cascade.seen_by(minute + hours * 60) - so_far,
        )


def _covered(cases: Sequence[_Case], hours: int) -> Coverage:
    said = [
        next(
            each
            for each in forecasts(last_hour=case.last_hour, age_hours=case.age, now=case.now)
            if each.hours == hours
        )
        for case in cases
    ]
    came = np.array([case.came for case in cases], dtype=np.float64)
    low, high = np.array([each.low for each in said]), np.array([each.high for each in said])
    middle = np.array([each.middle for each in said])
    return Coverage(
        hours=hours,
        cases=len(cases),
        inside=float(((came >= np.floor(low)) & (came <= np.ceil(high))).mean()),
        below=float((came < np.floor(low)).mean()),
        above=float((came > np.ceil(high)).mean()),
        error=float(np.median(np.abs(middle - came) / (came + 10))),
    )
