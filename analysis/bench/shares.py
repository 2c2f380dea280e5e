"""The share of negative posts at constant volume: simulated, with a classifier that errs, by posts an hour.

A topic's true share is drawn from Beta(4, 16), moves a little with the day and, within an hour, by a correlation of
0.01; a classifier finds 75 % of the negative posts and takes 15 % of the others for negative. Volume follows Weibo's
day. A shift raises the true share by 0.1, 0.2 or 0.3 for 3 to 12 hours.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator, default_rng
from numpy.typing import NDArray

from analysis.baseline import Floats
from analysis.bench.course import Sum, onsets
from analysis.negativity import share_shifts
from analysis.season import WEIBO_CURVE

RATES = (3.0, 10.0, 30.0, 100.0, 1_000.0)
TOPICS, DAYS, WARM_DAYS, SHIFTS_PER_TOPIC = 30, 23, 7, 3
HOURS = DAYS * 24
CORRELATION, FINDS, ERRS = 0.01, 0.75, 0.15
STEPS, LASTS = (0.1, 0.2, 0.3), (3, 6, 12)
WINDOWS = (1, 3, 6, 12)
QUIET_HOURS = 2
SEED = 31

Ints = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Posts:
    """Posts and those called negative, by hour, of one topic."""

    posts: Ints
    negative: Ints


def shifted(posts: Posts) -> NDArray[np.bool_]:
    """Hours at which the shipped test says that the share has moved."""
    found = share_shifts(posts.posts.tolist(), posts.negative.tolist())
    return np.array([shift is not None and shift.moved for shift in found])


def over_forty(posts: Posts) -> NDArray[np.bool_]:
    """Hours with more than 40 % negative among at least ten posts."""
    return (posts.posts >= 10) & (posts.negative > 0.4 * posts.posts)


def binomial(posts: Posts) -> NDArray[np.bool_]:
    """Hours with z >= 3 of a binomial test against the share of all hours before, in 1, 3, 6 or 12 hours."""
    whole, part = posts.posts.cumsum(), posts.negative.cumsum()
    usual = np.concatenate(([0.2], ((part + 2) / (whole + 10))[:-1]))
    moved = np.zeros(len(whole), bool)
    for hours in WINDOWS:
        n, k = _last(posts.posts, hours), _last(posts.negative, hours)
        z = (k - n * usual) / np.sqrt(np.maximum(n * usual * (1 - usual), 1e-9))
        moved |= (n >= 8) & (k >= 5) & (z >= 3)
    return moved


WAYS: Sequence[tuple[str, Callable[[Posts], NDArray[np.bool_]]]] = (
    ("本系统 share_shifts", shifted),
    ("1 小时负面占比 > 40%", over_forty),
    ("二项检验 z ≥ 3", binomial),
)


def shares(seed: int = SEED, advance: Callable[[], None] = lambda: None) -> dict[str, dict[float, Sum]]:
    """By way and posts an hour; delays are in minutes, false alarms are counted on topics whose share never moved."""
    rng = default_rng(seed)
    told: dict[str, dict[float, Sum]] = {name: {} for name, _ in WAYS}
    for rate in RATES:
        calm = [_topic(rng, rate, ()) for _ in range(TOPICS)]
        spans = [_spans(rng) for _ in range(TOPICS)]
        risen = [_topic(rng, rate, span) for span in spans]
        for name, moved in WAYS:
            told[name][rate] = _judged(moved, calm, risen, spans)
            advance()
    return told


def _judged(
    moved: Callable[[Posts], NDArray[np.bool_]],
    calm: Sequence[Posts],
    risen: Sequence[Posts],
    spans: Sequence[Sequence[tuple[int, int, float]]],
) -> Sum:
    warm = WARM_DAYS * 24
    quiet = np.column_stack([moved(each) for each in calm])
    alarms = sum(hour >= warm for _, hour in onsets(quiet, QUIET_HOURS))
    starts = list(onsets(np.column_stack([moved(each) for each in risen]), QUIET_HOURS))
    delays = []
    for topic, own in enumerate(spans):
        for first, last, _ in own:
            hours = [hour for each, hour in starts if each == topic and first <= hour <= last]
            delays += [(min(hours) - first + 1) * 60] if hours else []
    rises = sum(map(len, spans))
    return Sum(rises=rises, delays=tuple(delays), alarms=alarms, days=float(TOPICS * (DAYS - WARM_DAYS)))


def _topic(rng: Generator, rate: float, spans: Sequence[tuple[int, int, float]]) -> Posts:
    hours = np.arange(HOURS)
    share = rng.beta(4, 16) * (1 + 0.1 * np.sin(2 * np.pi * (hours % 24 + rng.uniform(0, 24)) / 24))
    for first, last, step in spans:
        share[first : last + 1] += step
    seen = share.clip(0.01, 0.95) * FINDS + (1 - share.clip(0.01, 0.95)) * ERRS
    within = (1 - CORRELATION) / CORRELATION
    posts = rng.poisson(rate * WEIBO_CURVE[hours % 24])
    return Posts(posts=posts, negative=rng.binomial(posts, rng.beta(seen * within, (1 - seen) * within)))


def _spans(rng: Generator) -> list[tuple[int, int, float]]:
    """(first hour, last hour, step) of a topic's shifts."""
    room = (HOURS - WARM_DAYS * 24) // SHIFTS_PER_TOPIC
    spans = []
    for turn in range(SHIFTS_PER_TOPIC):
        first = WARM_DAYS * 24 + turn * room + int(rng.integers(room - 36))
        spans.append((first, first + int(rng.choice(LASTS)) - 1, float(rng.choice(STEPS))))
    return spans


def _last(values: Ints, hours: int) -> Floats:
    total = values.cumsum().astype(np.float64)
    sums = total.copy()
    sums[hours:] -= total[:-hours]
    return sums
