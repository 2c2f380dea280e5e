"""NAB's mention counts of ten brands on Twitter: real and heavy-tailed, with the windows that its authors labelled.

Format: `realTweets/*.csv` with header `timestamp,value` in steps of five minutes, `labels/combined_windows.json` with
pairs of times per file. Times are taken for China time: nothing but the place of the day hangs on it.
"""

import csv
import json
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from analysis.bench.course import Course, Rise
from domain.day import BUCKET_SECONDS, BUCKETS_PER_HOUR, bucket_of

PROBATION = 750  # buckets that NAB does not judge: 15 % of at most 5,000


class UnreadableBench(ValueError):
    """A file of the bench that is not there or not of its form; the message is for the operator, in Chinese."""


def nab_course(folder: Path) -> Course:
    """All brands side by side; the labelled windows are the rises. Raises UnreadableBench with the file's name."""
    files = sorted((folder / "realTweets").glob("*.csv"))
    if not files:
        raise UnreadableBench(f"{folder} 下没有 realTweets/*.csv；请下载 numenta/NAB 的 data/realTweets 和 labels")
    read = [_rows(file) for file in files]
    first = min(rows[0][0] for rows in read)
    buckets = (max(rows[-1][0] for rows in read) - first) // BUCKET_SECONDS + 1
    counts, coverage = np.zeros((buckets, len(files))), np.zeros((buckets, len(files)))
    for series, rows in enumerate(read):
        for at, count in rows:
            counts[(at - first) // BUCKET_SECONDS, series] += count
            coverage[(at - first) // BUCKET_SECONDS, series] = 1
    return Course(
        first=first,
        counts=counts,
        coverage=coverage,
        judged_from=PROBATION,
        rates=tuple((counts.sum(axis=0) / coverage.sum(axis=0) * BUCKETS_PER_HOUR).round(1).tolist()),
        rises=_windows(folder / "labels" / "combined_windows.json", files, first),
    )


def _rows(file: Path) -> list[tuple[int, int]]:
    lines = file.read_text("utf-8").splitlines()
    if not lines or lines[0] != "timestamp,value":
        raise UnreadableBench(f"{file} 第 1 行应为 timestamp,value")
    try:
        return [(_bucket(time), int(count)) for time, count in csv.reader(lines[1:])]
    except ValueError as trouble:
        raise UnreadableBench(f"{file}：{trouble}；每行应为“时间,条数”") from trouble


def _windows(file: Path, files: list[Path], first: int) -> tuple[Rise, ...]:
    try:
        windows = json.loads(file.read_text("utf-8"))
        spans = [
            (n, _bucket(low), _bucket(high))
            for n, own in enumerate(files)
            for low, high in windows[f"realTweets/{own.name}"]
        ]
    except (OSError, ValueError, KeyError, TypeError) as trouble:
        raise UnreadableBench(f"{file} 读不出标注窗口：{trouble}") from trouble
    return tuple(
        Rise(series=n, first=(low - first) // BUCKET_SECONDS, last=(high - first) // BUCKET_SECONDS)
        for n, low, high in spans
    )


def _bucket(text: str) -> int:
    return bucket_of(datetime.fromisoformat(text).replace(tzinfo=UTC))
