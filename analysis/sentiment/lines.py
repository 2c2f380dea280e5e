"""Choosing the lines on held-out posts: the alarm by a budget of false alarms, the rest by what tells most apart."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from analysis.sentiment.corpus import Chosen
from analysis.sentiment.scan import Floats
from analysis.sentiment.weights import Lines

UNSET = Lines(
    slope=1.0,
    shift=0.0,
    negative=0.0,
    positive=0.0,
    lean_slope=1.0,
    bayes_share=0.0,
    bayes_negative=0.0,
    bayes_positive=0.0,
)
STEPS = 81
QUIET = -1000.0  # below every log-odds


@dataclass(frozen=True, kw_only=True, eq=False)
class HeldOut:
    """Log-odds of posts that the weights have not seen, with their labels (neg, neu, pos) and sets."""

    alarm: Floats
    lean: Floats
    praise: Floats
    bayes: Floats
    kinds: NDArray[np.str_]
    sources: NDArray[np.str_]


def chosen_lines(held: HeldOut, *, weibo: frozenset[str], budget: float, bayes_share: float) -> Lines:
    """Lines from the Weibo sets that have neutrals; none of these raises ValueError.

    `negative` lets `budget` of the neutrals through on the worst of the sets, posts that lean to positive being none of
    them; `positive` has the best macro-F1 over three classes, mean over the sets; slopes and shift are fitted by
    logistic regression (Platt, 1999).
    """
    sets = [held.sources == name for name in sorted(weibo & set(held.sources[held.kinds == "neu"].tolist()))]
    if not sets:
        raise ValueError("lines need held-out neutral posts of a Weibo set")
    among = np.any(sets, axis=0)
    polar = np.isin(held.sources, sorted(weibo)) & np.isin(held.kinds, ["neg", "pos"])
    slope, shift = _platt(held.alarm[among], held.kinds[among] == "neg")
    lean_slope, _ = _platt(held.lean[polar], held.kinds[polar] == "neg", shifted=False)
    alarm, bayes = np.where(held.lean < 0, QUIET, held.alarm), held.bayes
    negative, bayes_negative = (_by_budget(odds, held, sets, budget) for odds in (alarm, bayes))
    lines = replace(UNSET, slope=slope, shift=shift, negative=negative, lean_slope=lean_slope, bayes_share=bayes_share)
    return replace(
        lines,
        positive=_best(np.where(held.lean < 0, held.praise, QUIET), alarm >= negative, held, sets),
        bayes_negative=bayes_negative,
        bayes_positive=-_best(-bayes, bayes >= bayes_negative, held, sets),
    )


def _by_budget(odds: Floats, held: HeldOut, sets: list[Chosen], budget: float) -> float:
    neutral = held.kinds == "neu"
    return round(max(0.0, *(float(np.quantile(odds[own & neutral], 1 - budget)) for own in sets)), 4)


def _best(odds: Floats, negative: Chosen, held: HeldOut, sets: list[Chosen]) -> float:
    """The line on `odds` from which posts that are not negative are best called positive."""
    tried = np.quantile(odds, np.linspace(0.02, 0.98, STEPS))
    worth = [
        np.mean([_macro_f1(held.kinds[own], negative[own], (odds >= line)[own]) for own in sets]) for line in tried
    ]
    return round(float(tried[int(np.argmax(worth))]), 4)


def _macro_f1(kinds: NDArray[np.str_], negative: Chosen, positive: Chosen) -> float:
    called = np.where(negative, "neg", np.where(positive, "pos", "neu"))
    return float(
        np.mean(
            [
                2 * ((called == kind) & (kinds == kind)).sum() / max(1, (called == kind).sum() + (kinds == kind).sum())
                for kind in ("neg", "neu", "pos")
            ]
        )
    )


def _platt(odds: Floats, truth: Chosen, *, shifted: bool = True) -> tuple[float, float]:
    """Slope and shift that make log-odds chances, by maximum likelihood."""
    sign = np.where(truth, 1.0, -1.0)

    def loss(values: Floats) -> float:
        return float(np.logaddexp(0, -sign * (values[0] * odds + (values[1] if shifted else 0.0))).mean())

    found = minimize(loss, np.array([0.5, 0.0]), method="L-BFGS-B", bounds=[(0.05, 5.0), (-10.0, 10.0)])
    return round(float(found.x[0]), 4), round(float(found.x[1]), 4) if shifted else 0.0
