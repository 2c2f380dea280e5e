"""The two engines that we trained: the blend of heads and Bayes table, and the Bayes table by itself."""

from collections.abc import Sequence

from analysis.native import BUILT
from analysis.sentiment.arrays import ArrayTally
from analysis.sentiment.bayes import logistic
from analysis.sentiment.heads import Heads, bayes_table
from analysis.sentiment.leaning import NOTHING, Leaning
from analysis.sentiment.scan import Scanner
from analysis.sentiment.telling import MOST_WORDS
from analysis.sentiment.vocabulary import masked_in_a_row, speaks
from analysis.sentiment.weights import Lines, Weights
from domain.score import DecidingWord, Polarity

if BUILT:
    from analysis.sentiment.tally import Tally


class BlendEngine:
    """Heads over characters, words and negation marks, with the Bayes table as one more voice; `own` words are masked.

    UNKNOWN is a text without a known feature that holds a Chinese character, an emoji or an emoticon. `native` says
    whether machine code adds up (the default where it is built) or NumPy: the verdicts are the same.
    """

    def __init__(self, weights: Weights, own: frozenset[str] = frozenset(), *, native: bool = BUILT) -> None:
        self.name = f"blend/{weights.version}"
        self._own = own
        tables = Scanner(weights.vocabulary, own), Heads(weights), weights.lines, own
        self._arrays, self._tally = ArrayTally(*tables), Tally(*tables) if native else None

    def judge_all(self, texts: Sequence[str], tokens: Sequence[Sequence[str]]) -> list[Leaning]:
        """One Leaning per normalised text, in order; tokens joined should give the text."""
        if len(texts) != len(tokens):
            raise ValueError(f"{len(texts)} texts and {len(tokens)} rows of tokens")
        told = self._tally.judge_all(masked_in_a_row(texts, self._own), texts, tokens) if self._tally else None
        return self._arrays.judge_all(texts, tokens) if told is None else told


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
