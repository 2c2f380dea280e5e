"""The one tokenisation: jieba, on a private dictionary that own words are added to."""

import warnings
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from analysis.text import normalise

with warnings.catch_warnings():  # jieba asks for pkg_resources, which older setuptools answer with a warning
    warnings.simplefilter("ignore")
    import jieba

JIEBA_FOLDER = Path(jieba.__file__).parent


class Tokeniser:
    """Cuts normalised text as `jieba.lcut` does, with own words (a watch's) kept whole.

    The dictionary is read at the first cut, about a second once per process. Nothing is shared with jieba's global
    tokeniser and no cache file is written or trusted: jieba's lies under a name that anybody on the machine can write.
    """

    def __init__(self, own_words: Iterable[str] = ()) -> None:
        normal = (normalise(word) for word in own_words)
        self._words = tuple(dict.fromkeys(word for word in normal if word))
        self._jieba: jieba.Tokenizer | None = None
        self._own: frozenset[str] = frozenset()

    @property
    def own(self) -> frozenset[str]:
        """The tokens that own words come out as; one with a space or a dot inside comes out as several."""
        self._ready()
        return self._own

    def cut(self, text: str) -> list[str]:
        """Tokens of a normalised text in order; joined they give the text again."""
        tokens: list[str] = self._ready().lcut(text)
        return tokens

    def _ready(self) -> "jieba.Tokenizer":
        if self._jieba is None:
            tokeniser = _private()
            for word in self._words:
                tokeniser.add_word(word)
            self._own = frozenset(token for word in self._words for token in tokeniser.lcut(word) if token.strip())
            self._jieba = tokeniser
        return self._jieba


def _private() -> "jieba.Tokenizer":
    tokeniser = jieba.Tokenizer()
    frequencies, tokeniser.total = _dictionary()
    tokeniser.FREQ = dict(frequencies)
    tokeniser.initialized = True
    return tokeniser


@cache
def _dictionary() -> tuple[dict[str, int], int]:
    """The dictionary that jieba ships as word frequencies (prefixes count 0) and their sum; read once per process."""
    frequencies, total = jieba.Tokenizer.gen_pfdict(jieba.Tokenizer().get_dict_file())
    return frequencies, total
