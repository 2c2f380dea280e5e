"""What an engine says of one text."""

from typing import NamedTuple

from domain.score import DecidingWord, Polarity


class Leaning(NamedTuple):
    """Which way a text leans: negativity 0 to 1, the polarity by the engine's thresholds, and the words that decided.

    `lean` is the chance of negative if the text must be negative or positive; None where an engine does not tell it.
    Where there is nothing to judge the polarity is UNKNOWN, both None, and no word decided.
    A tuple, since one is made for every post.
    """

    negativity: float | None
    polarity: Polarity
    words: tuple[DecidingWord, ...]
    lean: float | None = None


NOTHING = Leaning(negativity=None, polarity=Polarity.UNKNOWN, words=())
