"""Rjieba's dictionary with own words in it, as frequent as jieba would make them, and with jieba's sum."""

from collections.abc import Iterable
from functools import cache

import rjieba

from analysis.quiet_jieba import FOLDER

TOTAL = 60_101_967
"""The sum of all frequencies in jieba's dict.txt, which is rjieba's dictionary too."""
COUNTED_TWICE = 3
"""B超 stands in it twice with this frequency: jieba adds it up twice, rjieba once."""
NO_WORD = "\x03\x04"
"""Two characters that no text is looked up by, since they are no letters: they carry what the sum is short of."""


def with_own(own_words: Iterable[str]) -> rjieba.Jieba:
    """A dictionary with these words added, whose sums are those of jieba: with another sum ties end otherwise.

    A word becomes as frequent as `jieba.Tokenizer.suggest_freq` would have it: as its parts side by side, and one
    more. The same is computed here, since reading jieba's whole dictionary costs half a second and 60 MB. Jieba adds
    the frequency of a word that it had already to its sum, and does not take the old one off.
    """
    words, added = rjieba.Jieba(), dict[str, int]()
    total, short = TOTAL, COUNTED_TWICE
    for word in own_words:
        chance = 1.0
        for part in words.cut(word, False):
            chance *= (_frequency(part, added) or 1) / float(total)
        before = _frequency(word, added)
        added[word] = max(int(chance * total) + 1, before or 1)
        total, short = total + added[word], short + before
        words.add_word(word, added[word], None)
    words.add_word(NO_WORD, short, None)
    return words


def _frequency(word: str, added: dict[str, int]) -> int:
    """How often the word was counted; 0 where it is not in the dictionary."""
    if word in added:
        return added[word]
    key = b"\n%b " % word.encode("utf-8", "replace")
    start = _shipped().find(key)
    return int(_shipped()[start + len(key) : start + len(key) + 12].split(b" ")[0]) if start >= 0 else 0


@cache
def _shipped() -> bytes:
    return b"\n" + (FOLDER / "dict.txt").read_bytes()
