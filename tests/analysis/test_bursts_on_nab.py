import csv
import json
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from analysis.bursts import BurstScan
from domain.day import BUCKET_SECONDS, bucket_of

PROBATION = 750  # buckets that NAB does not judge: 15 % of at most 5,000


def bucket(text: str) -> int:
    return bucket_of(datetime.fromisoformat(text).replace(tzinfo=UTC))


def judged(folder: Path, threshold: float, strict_until: int) -> tuple[float, float]:
    """Recall of the labelled windows, and onsets outside them per brand and day, one threshold for all brands."""
    windows = json.loads((folder / "labels" / "combined_windows.json").read_text())
    files = sorted((folder / "realTweets").glob("*.csv"))
    tables = [list(csv.reader(file.read_text().splitlines()))[1:] for file in files]
    read = [[(bucket(time), int(count)) for time, count in table] for table in tables]
    first = min(rows[0][0] for rows in read)
    buckets = (max(rows[-1][0] for rows in read) - first) // BUCKET_SECONDS + 1
    counts, coverage = np.zeros((buckets, len(files))), np.zeros((buckets, len(files)))
    for series, rows in enumerate(read):
        for at, count in rows:
            counts[(at - first) // BUCKET_SECONDS, series] += count
            coverage[(at - first) // BUCKET_SECONDS, series] = 1
    replay = BurstScan(len(files), threshold=threshold, strict_until=strict_until).replay(first, counts, coverage)
    on = {(sighting.series, sighting.bucket) for sighting in replay.sightings}
    begin = first + PROBATION * BUCKET_SECONDS
    onsets = [(n, at) for n, at in on if at >= begin and (n, at - BUCKET_SECONDS) not in on]
    spans = [
        (n, bucket(low), bucket(high))
        for n, file in enumerate(files)
        for low, high in windows[f"realTweets/{file.name}"]
    ]
    hits = sum(any(n == own and low <= at <= high for n, at in onsets) for own, low, high in spans)
    alarms = sum(not any(n == own and low <= at <= high for own, low, high in spans) for n, at in onsets)
    return hits / len(spans), alarms / ((buckets - PROBATION) * len(files) / 288)


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.parametrize(
    ("threshold", "strict_until", "recall", "alarms"),
    [(3.5, 0, 0.90, 0.40), (3.5, 2016, 0.87, 0.33), (5.0, 2016, 0.80, 0.20)],
)
def test_labelled_rises_of_ten_brands_are_found_at_few_others(
    shared: Path, threshold: float, strict_until: int, recall: float, alarms: float
) -> None:
    found, others = judged(shared / "data" / "nab", threshold, strict_until)
    assert found >= recall
    assert others <= alarms
