"""The one tokenisation: jieba's, on a private dictionary that own words are added to."""

from collections.abc import Iterable
from functools import cache

from analysis.cutting import Cutter, logarithm
from analysis.quiet_jieba import jieba
from analysis.text import normalise


class Tokeniser:
    """Cuts normalised text as `jieba.lcut` does, with own words (a watch's) kept whole.

    The dictionary is read at the first cut, about a second once per process. Nothing is shared with jieba's global
    tokeniser and no cache file is written or trusted: jieba's lies under a name that anybody on the machine can write.
    """

    def __init__(self, own_words: Iterable[str] = ()) -> None:
        normal = (normalise(word) for word in own_words)
        self._words = tuple(dict.fromkeys(word for word in normal if word))
        self._cutter: Cutter | None = None
        self._own: frozenset[str] = frozenset()

    @property
    def own(self) -> frozenset[str]:
        """Own words, and the tokens that they come out as: one with a space or a dot inside comes out as several."""
        self._ready()
        return self._own

    def cut(self, text: str) -> list[str]:
        """Tokens of a normalised text in order; joined they give the text again."""
        return self._ready().cut(text)

    def _ready(self) -> Cutter:
        if self._cutter is None:
            self._cutter = _cutter(self._words)
            tokens = (token for word in self._words for token in self._cutter.cut(word))
            self._own = frozenset(self._words) | {token for token in tokens if not token.isspace()}
        return self._cutter


def _cutter(own_words: tuple[str, ...]) -> Cutter:
    """Jieba itself decides how frequent an own word must be to come out whole."""
    frequencies, total, logs = _dictionary()
    if not own_words:
        return Cutter(logs, total)
    tokeniser = jieba.Tokenizer()
    tokeniser.FREQ, tokeniser.total, tokeniser.initialized = dict(frequencies), total, True
    for word in own_words:
        tokeniser.add_word(word)
    parts = {word[:end] for word in own_words for end in range(1, len(word) + 1)}
    return Cutter(logs | {part: logarithm(tokeniser.FREQ[part]) for part in parts}, tokeniser.total)


@cache
def _dictionary() -> tuple[dict[str, int], int, dict[str, float]]:
    """The dictionary that jieba ships: word frequencies, their sum, their logarithms; read once per process."""
    frequencies, total = jieba.Tokenizer.gen_pfdict(jieba.Tokenizer().get_dict_file())
    return frequencies, total, {word: logarithm(frequency) for word, frequency in frequencies.items()}
