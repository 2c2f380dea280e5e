"""How much of what is said the model has never heard."""

from collections.abc import Iterable, Sequence

from analysis.sentiment.weights import Weights


def unheard_share(weights: Weights, rows: Iterable[Sequence[str]], own: frozenset[str] = frozenset()) -> float | None:
    """The share of words (tokens of letters, brand words left out) that no training text held; None of no words.

    A word is known where it is in the Bayes table, which holds every word that was frequent enough to count.
    """
    known = frozenset(weights.words)
    words = [token for row in rows for token in row if token.isalpha() and token not in own]
    return sum(word not in known for word in words) / len(words) if words else None
