"""The two engines that we trained: the blend of heads and Bayes table, and the Bayes table by itself."""

from collections.abc import Iterator, Sequence
from math import log

import numpy as np

from analysis.sentiment.bayes import logistic
from analysis.sentiment.heads import Heads, bayes_table
from analysis.sentiment.leaning import NOTHING, Leaning
from analysis.sentiment.scan import Floats, Scanner
from analysis.sentiment.telling import MOST_WORDS, deciding_words
from analysis.sentiment.vocabulary import speaks
from analysis.sentiment.weights import Lines, Weights
from domain.score import DecidingWord, Polarity

MOST_TEXTS, MOST_CHARACTERS = 512, 200_000  # scored at once
CERTAIN = 1e-12
BELOW = 0.01  # how far under the line a text is held that leans to positive


class BlendEngine:
    """Heads over characters, words and negation marks, with the Bayes table as one more voice; `own` words are masked.

    UNKNOWN is a text without a known feature that holds a Chinese character, an emoji or an emoticon.
    """

    def __init__(self, weights: Weights, own: frozenset[str] = frozenset()) -> None:
        self.name = f"blend/{weights.version}"
        self._lines, self._own = weights.lines, own
        self._scanner, self._heads = Scanner(weights.vocabulary, own), Heads(weights)

    def judge_all(self, texts: Sequence[str], tokens: Sequence[Sequence[str]]) -> list[Leaning]:
        """One Leaning per normalised text, in order; tokens joined should give the text."""
        if len(texts) != len(tokens):
            raise ValueError(f"{len(texts)} texts and {len(tokens)} rows of tokens")
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


POLARITIES = (Polarity.NEUTRAL, Polarity.POSITIVE, Polarity.NEGATIVE)


class BayesEngine:
    """SnowNLP's way, retrained on our tokens: negativity is 1 - P(positive), and long texts run to 0 or 1."""

    def __init__(self, weights: Weights, own: frozenset[str] = frozenset()) -> None:
        self.name = f"snownlp/{weights.version}"
        self._table, self._own, self._lines = bayes_table(weights), own, weights.lines

    def judge_all(self, texts: Sequence[str], tokens: Sequence[Sequence[str]]) -> list[Leaning]:
        """One Leaning per row of tokens; UNKNOWN where no known token holds a Chinese character or an emoji."""
        return [self._judge(row) for _, row in zip(texts, tokens, strict=True)]

    def _judge(self, tokens: Sequence[str]) -> Leaning:
        known = [token for token in tokens if token in self._table.known and token not in self._own]
        if not any(map(speaks, set(known))):
            return NOTHING
        odds = -self._table.prior - sum(self._table.known[token] for token in known)
        weights: dict[str, float] = {}
        for token in known:
            weights[token] = weights.get(token, 0.0) - self._table.known[token]
        heaviest = sorted(weights, key=lambda word: (-abs(weights[word]), word))
        told = [DecidingWord(word=word, weight=weights[word]) for word in heaviest if speaks(word)][:MOST_WORDS]
        negativity = logistic(odds)
        return Leaning(negativity=negativity, polarity=_by_bayes(odds, self._lines), words=tuple(told), lean=negativity)


def _by_bayes(odds: float, lines: Lines) -> Polarity:
    if odds >= lines.bayes_negative:
        return Polarity.NEGATIVE
    return Polarity.POSITIVE if odds <= lines.bayes_positive else Polarity.NEUTRAL


def _chances(log_odds: Floats) -> list[float]:
    ceiling = -log(CERTAIN)
    chances: list[float] = (1 / (1 + np.exp(-np.clip(log_odds, -ceiling, ceiling)))).tolist()
    return chances


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
