"""What weights make of a text's features: its log-odds, and what each place of it adds to them."""

from dataclasses import dataclass
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from analysis.sentiment.bayes import LogOdds, fold
from analysis.sentiment.scan import Floats, Hits, Ints
from analysis.sentiment.vocabulary import speaks
from analysis.sentiment.weights import LEAST_NORM, RARITY_STEP, STEP, Weights

POLARITY, OPINION, NEGATIVE, POSITIVE = range(4)
GRAIN = 2.0**32  # what a place adds is counted in whole parts of this size, which add up the same in any order
ROW = np.dtype([("heads", "<i2", 4), ("rarity", "<u2"), ("speaks", "<u2"), ("slot", "<i4")])
BLANKS = frozenset(" \t\n\r\u3000\xa0")
LEANING, OPINED = 0.6, 0.4  # what lean and opinion say in the alarm


@dataclass(frozen=True, kw_only=True, eq=False)
class Sums:
    """Log-odds per text, and what its parts add to them.

    `lean` is negative against positive, `praise` positive against neutral, `alarm` negative against neutral.
    `to_lean` and `to_neutral` are what each hit adds to the polarity head and to that of negative against neutral;
    `by_token` is what a token adds to the lean through the Bayes table. `heard` says whether a text held any evidence.
    """

    lean: Floats
    praise: Floats
    alarm: Floats
    heard: NDArray[np.bool_]
    to_lean: Floats
    to_neutral: Floats
    by_token: Floats


class Heads:
    """The four heads and the Bayes table in floating point, ready to add up.

    A feature counts once however often it stands: sum of weights / root of the summed squares of rarities. Weights are
    added up in whole steps, so that no order of features gives another sum. The alarm
    adds lean, opinion and negative against neutral: sums of log-odds rank better than a product of chances. Praise
    is positive against neutral + opinion - lean.
    """

    def __init__(self, weights: Weights) -> None:
        self._columns = [np.ascontiguousarray(column) for column in weights.heads.T.astype(np.float64)]  # whole steps
        self._weights = weights
        self._rarity: Floats = (weights.rarity.astype(np.float64) * RARITY_STEP) ** 2
        self.biases = weights.biases
        self._share = weights.lines.bayes_share
        self._speaks: NDArray[np.bool_] = np.fromiter(map(speaks, weights.vocabulary), bool, len(weights.vocabulary))
        self.table = bayes_table(weights)
        self.odds = {word: -odds for word, odds in self.table.known.items()}

    def rows(self) -> NDArray[np.void]:
        """The features one after the other: heads in steps, the rarity squared, whether it speaks, a free slot."""
        rows = np.zeros(len(self._rarity), ROW)
        rows["heads"], rows["speaks"] = self._weights.heads, self._speaks
        rows["slot"] = -1
        rows["rarity"] = self._weights.rarity.astype(np.uint16) ** 2
        return rows

    def add(self, hits: Hits, own: frozenset[str]) -> Sums:
        """The sums of the texts that these hits were found in."""
        texts, features = len(hits.offsets) - 1, len(self._rarity)
        keys, places, times = np.unique(hits.rows * features + hits.features, return_inverse=True, return_counts=True)
        rows, found = np.divmod(keys, features)
        norms = np.maximum(np.sqrt(np.bincount(rows, self._rarity[found], texts)), LEAST_NORM)
        share = norms[rows] * times
        polarity, opinion, negative, positive = (
            np.bincount(rows, column[found], texts) * STEP / norms + bias
            for column, bias in zip(self._columns, self.biases, strict=True)
        )
        by_token, bayes = self._bayes_of(hits, own, texts)
        lean = polarity + bayes
        return Sums(
            lean=lean,
            praise=positive + opinion - lean,
            alarm=LEANING * lean + OPINED * opinion + negative,
            heard=np.bincount(rows, self._speaks[found], texts) > 0,
            to_lean=(self._columns[POLARITY][found] * STEP / share)[places],
            to_neutral=(self._columns[NEGATIVE][found] * STEP / share)[places],
            by_token=by_token,
        )

    def _bayes_of(self, hits: Hits, own: frozenset[str], texts: int) -> tuple[Floats, Floats]:
        """What each token and each text get from the Bayes table."""
        tokens, many = hits.tokens, len(hits.tokens.flat)
        odds = np.fromiter(map(self.odds.get, tokens.flat, repeat(0.0)), np.float64, many)
        silent = np.fromiter(map((own | BLANKS).__contains__, tokens.flat), bool, many)
        odds[silent] = 0.0
        counts: Floats = np.bincount(tokens.rows, ~silent, texts).astype(np.float64)
        odds *= (self._share / damping(counts))[tokens.rows]
        per_text: Floats = np.bincount(tokens.rows, odds, texts).astype(np.float64)
        return odds, per_text


def damping(counts: Floats) -> Floats:
    """What a Bayes sum is divided by: the root of the number of tokens; beyond 100 tokens the tenth of their number."""
    sizes = np.maximum(counts, 1)
    return np.maximum(np.sqrt(sizes), sizes / 10)


def bayes_table(weights: Weights) -> LogOdds:
    """SnowNLP's Bayes, retrained on our tokens, from its counts."""
    positive, negative = weights.positive.tolist(), weights.negative.tolist()
    return fold(
        {word: count for word, count in zip(weights.words, positive, strict=True) if count},
        {word: count for word, count in zip(weights.words, negative, strict=True) if count},
    )


def per_place(hits: Hits, adds: Floats) -> Ints:
    """What the characters of the joined texts get of each hit, in grains, summed from the left: (length + 1)."""
    share = np.rint(adds / np.maximum(hits.ends - hits.starts, 1) * GRAIN)
    length = int(hits.offsets[-1]) + 1
    steps = np.bincount(hits.starts, share, length) - np.bincount(hits.ends, share, length)
    left: Ints = np.concatenate([[0], np.cumsum(np.cumsum(steps.astype(np.int64)))])
    return left
