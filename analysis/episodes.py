"""When a rise counts as one and the same: it is on from its first score over the line until two hours below it."""

from collections.abc import Iterator
from dataclasses import dataclass

from analysis.baseline import WINDOWS
from analysis.rings import Rings
from domain.day import BUCKET_SECONDS
from domain.topic import Burst

QUIET = 2 * 3600  # seconds below the line that end an episode


@dataclass(frozen=True, kw_only=True, slots=True)
class Peak:
    """A series over the line: the window (its place in WINDOWS) with the largest S, and that window's counts."""

    series: int
    window: int
    strength: float
    observed: int
    expected: float


class Episodes:
    """The episodes that are on. Each shows the figures of its last bucket over the line: `at` tells which that was."""

    def __init__(self, series: int) -> None:
        self._series = series
        self._on: dict[int, Burst] = {}

    def update(self, bucket: int, peaks: list[Peak], rings: Rings, ago: int) -> None:
        """Open, go on with, and close, by what is over the line after this bucket, the rings' last but `ago`."""
        for peak in peaks:
            self._on[peak.series] = self._burst(bucket, peak, rings, ago)
        if self._on:
            self._on = {n: burst for n, burst in sorted(self._on.items()) if bucket - burst.at < QUIET}

    def copy(self) -> "Episodes":
        """Another with the same episodes, to go its own way."""
        other = Episodes(self._series)
        other._on = dict(self._on)
        return other

    def on(self) -> Iterator[tuple[int, Burst]]:
        """(series, episode) of all that are on, by series."""
        yield from self._on.items()

    def showing(self) -> list[Burst | None]:
        """The episode of every series, None where it is quiet."""
        return [self._on.get(series) for series in range(self._series)]

    def _burst(self, bucket: int, peak: Peak, rings: Rings, ago: int) -> Burst:
        """`since` is where the rise began when the episode opened, and stays."""
        window = WINDOWS[peak.window]
        before = self._on.get(peak.series)
        return Burst(
            strength=peak.strength,
            window_minutes=window * BUCKET_SECONDS // 60,
            observed=peak.observed,
            expected=peak.expected,
            since=before.since if before else bucket - rings.rose(peak.series, window, ago) * BUCKET_SECONDS,
            at=bucket,
        )
