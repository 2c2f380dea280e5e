"""The stock engine: SnowNLP's own model over our tokens. Weak on Weibo: see docs/model-card.md."""

from collections import Counter
from collections.abc import Sequence
from importlib.metadata import version

from analysis.sentiment.bayes import snownlp_stop_words, snownlp_table
from analysis.sentiment.leaning import NOTHING, Leaning
from domain.score import DecidingWord, Polarity

NEGATIVE_FROM = 0.945  # lets one neutral post in ten through; how it was set stands in the model card
POSITIVE_UNTIL = 0.10
LEAST_KNOWN = 3  # words of the model's own vocabulary; fewer are no evidence
MOST_WORDS = 8


class StockEngine:
    """Judges tokens by SnowNLP's table: stop words and own words do not count, unknown words count as SnowNLP's do."""

    def __init__(self, own: frozenset[str] = frozenset()) -> None:
        self._table = snownlp_table()
        self._silent = snownlp_stop_words() | own
        self.name = f"snownlp-{version('snownlp')} stock/1"

    def judge_all(self, texts: Sequence[str], tokens: Sequence[Sequence[str]]) -> list[Leaning]:
        """One Leaning per tokenised text; the texts themselves are not looked at."""
        return [self.judge(own) for _, own in zip(texts, tokens, strict=True)]

    def judge(self, tokens: Sequence[str]) -> Leaning:
        """Negativity is 1 - P(positive); with too few known words the polarity is neutral, with none unknown."""
        heard = [token for token in tokens if token not in self._silent and not token.isspace()]
        known = Counter(token for token in heard if token in self._table.known)
        if not known:
            return NOTHING
        negativity = 1 - self._table.positive(heard)
        if known.total() < LEAST_KNOWN:
            return Leaning(negativity=negativity, polarity=Polarity.NEUTRAL, words=())
        return Leaning(negativity=negativity, polarity=_polarity(negativity), words=self._deciding(known))

    def _deciding(self, known: Counter[str]) -> tuple[DecidingWord, ...]:
        weights = {word: -times * self._table.known[word] for word, times in known.items()}
        heaviest = sorted(weights, key=lambda word: (-abs(weights[word]), word))[:MOST_WORDS]
        return tuple(DecidingWord(word=word, weight=weights[word]) for word in heaviest)


def _polarity(negativity: float) -> Polarity:
    if negativity >= NEGATIVE_FROM:
        return Polarity.NEGATIVE
    return Polarity.POSITIVE if negativity <= POSITIVE_UNTIL else Polarity.NEUTRAL
