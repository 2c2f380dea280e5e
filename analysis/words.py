"""The one tokenisation: jieba's, on a private dictionary that own words are added to, as fast as what is installed."""

import importlib.util
from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import cache
from importlib import import_module
from typing import Protocol

from analysis.cutting import Cutter, logarithm
from analysis.quiet_jieba import jieba
from analysis.text import normalise

BATCH = 2_000


class Cutting(StrEnum):
    """How texts are cut. PLAIN and SWIFT give the same tokens; RUST is rjieba alone, with slightly other ones."""

    PLAIN = "plain"
    SWIFT = "swift"
    RUST = "rust"


class MissingExtra(ValueError):
    """A way of cutting was asked for whose package is not installed."""


class _Cuts(Protocol):
    def cut_all(self, texts: Sequence[str]) -> list[list[str]]: ...


class Tokeniser:
    """Cuts normalised texts as `jieba.lcut` does, with own words (a watch's) kept whole.

    SWIFT is used where rjieba (extra `fast`) is installed and PLAIN elsewhere, unless `cutting` says otherwise. The
    dictionary is read at the first cut, once per process. Nothing is shared with jieba's global tokeniser and no cache
    file is written or trusted: jieba's lies under a name that anybody on the machine can write.
    """

    def __init__(self, own_words: Iterable[str] = (), cutting: Cutting | None = None) -> None:
        normal = (normalise(word) for word in own_words)
        self._words = tuple(dict.fromkeys(word for word in normal if word))
        self._cuts: _Cuts | None = None
        self._own: frozenset[str] = frozenset()
        swift = importlib.util.find_spec("rjieba") is not None
        if cutting in {Cutting.SWIFT, Cutting.RUST} and not swift:
            raise MissingExtra("rjieba is not installed: pip install 'yuqing[fast]'")
        self.cutting = cutting or (Cutting.SWIFT if swift else Cutting.PLAIN)

    @property
    def own(self) -> frozenset[str]:
        """Own words, and the tokens that they come out as: one with a space or a dot inside comes out as several."""
        self._ready()
        return self._own

    def cut(self, text: str) -> list[str]:
        """Tokens of a normalised text in order; joined they give the text again."""
        return self.cut_all([text])[0]

    def cut_all(self, texts: Sequence[str]) -> list[list[str]]:
        """The tokens of each text; much faster than one by one."""
        cuts = self._ready()
        return [
            tokens for start in range(0, len(texts), BATCH) for tokens in cuts.cut_all(texts[start : start + BATCH])
        ]

    def _ready(self) -> _Cuts:
        if self._cuts is None:
            self._cuts = _cutter(self._words, self.cutting)
            tokens = (token for word in self._words for token in self._cuts.cut_all([word])[0])
            self._own = frozenset(self._words) | {token for token in tokens if not token.isspace()}
        return self._cuts


def _cutter(own_words: tuple[str, ...], cutting: Cutting) -> _Cuts:
    if cutting is Cutting.PLAIN:
        return _plain(own_words)
    swift = import_module("analysis.swift_cutting")  # at the top it would ask for rjieba, which is an extra
    words = import_module("analysis.swift_words").with_own(own_words)
    cuts: _Cuts = swift.RustCutter(words) if cutting is Cutting.RUST else swift.SwiftCutter(words)
    return cuts


def _plain(own_words: tuple[str, ...]) -> Cutter:
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
