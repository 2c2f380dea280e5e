"""One verdict on one post."""

from dataclasses import dataclass

from domain.shown import Shown


class Polarity(Shown):
    """Which way a post speaks."""

    NEGATIVE = "negative", "负面"
    NEUTRAL = "neutral", "中性"
    POSITIVE = "positive", "正面"


@dataclass(frozen=True, kw_only=True)
class DecidingWord:
    """A word that moved a score; positive weights (log-odds) speak for negative."""

    word: str
    weight: float


@dataclass(frozen=True, kw_only=True)
class Score:
    """One verdict on one post: negativity between 0 and 1, what decided it, and what the post speaks of."""

    negativity: float
    polarity: Polarity
    words: tuple[DecidingWord, ...]
    keys: tuple[str, ...]
    model: str
