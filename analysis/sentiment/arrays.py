"""The blend engine's sums for many texts at once with NumPy; `tally`, where it is built, says the same in less time."""

from collections.abc import Iterator, Sequence
from math import exp, log

import numpy as np

from analysis.sentiment.heads import Heads
from analysis.sentiment.leaning import NOTHING, Leaning
from analysis.sentiment.scan import Floats, Scanner
from analysis.sentiment.telling import deciding_words
from analysis.sentiment.weights import Lines
from domain.score import Polarity

MOST_TEXTS, MOST_CHARACTERS = 512, 200_000  # scored at once
CEILING = -log(1e-12)  # log-odds beyond which nothing is more certain
BELOW = 0.01  # how far under the line a text is held that leans to positive
POLARITIES = (Polarity.NEUTRAL, Polarity.POSITIVE, Polarity.NEGATIVE)


class ArrayTally:
    """Judges normalised texts with the tables of a Scanner and of Heads; `own` words do not count."""

    def __init__(self, scanner: Scanner, heads: Heads, lines: Lines, own: frozenset[str]) -> None:
        self._scanner, self._heads, self._lines, self._own = scanner, heads, lines, own

    def judge_all(self, texts: Sequence[str], tokens: Sequence[Sequence[str]]) -> list[Leaning]:
        """One Leaning per text, in order; tokens joined should give the text."""
        return [
            leaning
            for first, last in _portions(texts)
            for leaning in self._judge(texts[first:last], tokens[first:last])
        ]

    def _judge(self, texts: Sequence[str], tokens: Sequence[Sequence[str]]) -> list[Leaning]:
        hits = self._scanner.scan(texts, tokens)
        sums = self._heads.add(hits, self._own)
        lines = self._lines
        alarm = np.where(sums.lean < 0, np.minimum(sums.alarm, lines.negative - BELOW), sums.alarm)
        negative, positive = alarm >= lines.negative, (sums.lean < 0) & (sums.praise >= lines.positive)
        words = deciding_words(texts, tokens, hits, sums, negative=negative, own=self._own)
        negativity = _chances(lines.slope * alarm + lines.shift)
        lean = _chances(lines.lean_slope * sums.lean)
        polarity = np.where(negative, 2, np.where(positive, 1, 0))
        verdicts = zip(sums.heard.tolist(), negativity, polarity.tolist(), words, lean, strict=True)
        return [
            Leaning(negativity=chance, polarity=POLARITIES[place], words=told, lean=leans) if heard else NOTHING
            for heard, chance, place, told, leans in verdicts
        ]


def _chances(log_odds: Floats) -> list[float]:
    return [1 / (1 + exp(-one)) for one in np.clip(log_odds, -CEILING, CEILING).tolist()]


def _portions(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Bounds of runs of texts that are scored at once: few enough, and short enough together."""
    first = size = 0
    for place, text in enumerate(texts):
        size += len(text)
        if place > first and (size > MOST_CHARACTERS or place - first >= MOST_TEXTS):
            yield first, place
            first, size = place, len(text)
    if first < len(texts):
        yield first, len(texts)
