"""Real cascades in event time through the way that a topic goes: how soon after the first post it alarms.

The watch is everything in the file but the cascade itself. Its baseline is learnt by the shipped scan from the two
weeks before; the topic has no past. After every five minutes `topic_bursts` judges distinct authors, as live.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.baseline import Floats
from analysis.bench.cascades import Cascade
from analysis.bench.course import MINUTES
from analysis.bursts import BurstScan
from analysis.topics import topic_bursts
from domain.day import BUCKET_SECONDS, BUCKETS_PER_DAY

PAST = 14 * BUCKETS_PER_DAY
AHEAD = 2 * BUCKETS_PER_DAY
SEEN_BY_HAND = 100  # posts after which a person who looks is taken to have seen it


@dataclass(frozen=True, kw_only=True)
class Outbreak:
    """Minutes from the first post to the alert (None: none within two days), and to the hundredth post."""

    root: str
    begun: int
    actions: int
    alert: int | None
    posts_at_alert: int
    hundredth: int | None


def largest(cascades: Sequence[Cascade], many: int = 3) -> list[Cascade]:
    """The cascades with most actions, largest first."""
    return sorted(cascades, key=lambda each: (-len(each.minutes), each.root))[:many]


def replayed(frame: pd.DataFrame, cascade: Cascade) -> Outbreak:
    """One cascade, bucket by bucket, until it alarms; `frame` is what `read_actions` gives."""
    begun = cascade.begun // BUCKET_SECONDS * BUCKET_SECONDS
    first = begun - PAST * BUCKET_SECONDS
    expected = _expected(frame[frame["root"] != cascade.root], first)
    authors = _authors(cascade, first)
    alert = next((step for step in range(AHEAD) if _rises(authors, expected, first, PAST + step)), None)
    minute = None if alert is None else (begun + (alert + 1) * BUCKET_SECONDS - cascade.begun) // 60
    return Outbreak(
        root=cascade.root,
        begun=cascade.begun,
        actions=len(cascade.minutes),
        alert=minute,
        posts_at_alert=0 if minute is None else cascade.seen_by(minute - 1),
        hundredth=cascade.minute_of(SEEN_BY_HAND),
    )


def _rises(authors: Floats, expected: Floats, first: int, place: int) -> bool:
    part = slice(place + 1 - PAST, place + 1)
    return topic_bursts(authors[None, part], expected[part], last=first + place * BUCKET_SECONDS)[0] is not None


def _expected(others: pd.DataFrame, first: int) -> Floats:
    """What the watch's own past lets expect of each bucket, in distinct authors."""
    rows = others[(others["at"] >= first) & (others["at"] < first + (PAST + AHEAD) * BUCKET_SECONDS)]
    places = (rows["at"].to_numpy(np.int64) - first) // BUCKET_SECONDS
    pairs = pd.DataFrame({"place": places, "user": rows["user"].to_numpy()}).drop_duplicates()
    counts = np.bincount(pairs["place"].to_numpy(np.int64), minlength=PAST + AHEAD).astype(np.float64)
    expected: Floats = BurstScan(1).replay(first, counts[:, None]).expected[:, 0]
    return expected


def _authors(cascade: Cascade, first: int) -> Floats:
    buckets = (cascade.begun // 60 + cascade.minutes) // MINUTES - first // BUCKET_SECONDS
    pairs = np.unique(np.stack([buckets, cascade.users]), axis=1)
    near = pairs[0][pairs[0] < PAST + AHEAD]
    return np.bincount(near, minlength=PAST + AHEAD).astype(np.float64)
