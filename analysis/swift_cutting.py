"""Jieba's tokens from rjieba (extra `fast`), many texts in one call.

Without its hidden Markov model rjieba cuts as jieba does without its own; the two models differ. So rjieba cuts, and
runs of single characters go to jieba's model (`analysis.hidden`). The work between is done on one string of all tokens
with separators, by regular expressions and `map`, not token by token.
"""

import re
from collections.abc import Callable, Iterator, Sequence

import rjieba

from analysis.hidden import unknown_words
from analysis.native import BUILT

if BUILT:
    from analysis import rows

TOKEN, TEXT, ODD = "\x1f", "\x00", "\x02"
STRANGE = "\x02\x1f\u3400-\u4dbf\u9fd6-\u9fff\uf900-\ufaff\ud800-\udfff\U00020000-\U0003ffff"
"""Our separators, what Rust cannot take, and Chinese characters that jieba does not know to be any."""
UNLIKE, HIDDEN = re.compile(f"[{STRANGE}]"), re.compile(f"[\x00{STRANGE}]")
LOOSE = re.compile(f"(?<={TOKEN})((?:(?:[\u4e00-\u9fd5+#&._%-]|[a-zA-Z0-9]+){TOKEN}){{2,}})")
MOST_KEPT = 32_768


class SwiftCutter:
    """Cuts batches as `jieba.lcut` does with the words in `words` (see `analysis.swift_words`)."""

    def __init__(self, words: rjieba.Jieba) -> None:
        self._words, self._runs = words, Runs(words)

    def cut_all(self, texts: Sequence[str]) -> list[list[str]]:
        """The tokens of each text."""
        self._runs.make_room()
        return _cut(texts, lambda joined: self._words.cut(joined, False), self._runs)


class RustCutter:
    """Rjieba's own tokens, its own hidden Markov model included: other ones than jieba's in one post of twenty."""

    def __init__(self, words: rjieba.Jieba) -> None:
        self._words = words

    def cut_all(self, texts: Sequence[str]) -> list[list[str]]:
        """The tokens of each text."""
        return _cut(texts, lambda joined: self._words.cut(joined, True), None)


class Runs(dict[str, tuple[str, ...]]):
    """Runs of single characters, each followed by a separator, and what jieba's hidden Markov model makes of them."""

    def __init__(self, words: rjieba.Jieba) -> None:
        super().__init__()
        self._words = words

    def make_room(self) -> None:
        """Forget everything before it becomes too much."""
        if len(self) > MOST_KEPT:
            self.clear()

    def __missing__(self, run: str) -> tuple[str, ...]:
        tokens: list[str] = []
        loose = ""
        for part in run[:-1].split(TOKEN):
            if len(part) > 1 and self._words.has_word(part):
                tokens += self._cut(loose)
                tokens.append(part)
                loose = ""
            else:
                loose += part
        self[run] = known = (*tokens, *self._cut(loose))
        return known

    def _cut(self, letters: str) -> Sequence[str]:
        if len(letters) < 2 or self._words.has_word(letters):
            return letters
        return unknown_words(letters)


def _cut(texts: Sequence[str], cut: Callable[[str], list[str]], runs: Runs | None) -> list[list[str]]:
    """Tokens per text of one string of all texts; letters that rjieba must not see are replaced and put back."""
    if not texts:
        return []
    joined, hidden = TEXT.join(texts), iter("")
    if joined.count(TEXT) >= len(texts) or UNLIKE.search(joined):
        hidden = iter("".join(sign for text in texts for sign in HIDDEN.findall(text)))
        joined = TEXT.join(HIDDEN.sub(ODD, text) for text in texts)
    return (rows.rows_of if BUILT else rows_of)(cut(joined), hidden, runs)


def rows_of(tokens: list[str], hidden: Iterator[str], runs: Runs | None) -> list[list[str]]:
    """The tokens of each text, from those of one string of all; runs of single characters become what `runs` says.

    The next of `hidden` stands for every odd one. `rows`, where it is built, says the same in less time.
    """
    joined = TOKEN.join(("", *tokens, ""))
    if runs is not None:
        pieces = LOOSE.split(joined)
        pieces[1::2] = (TOKEN.join((*runs[run], "")) for run in pieces[1::2])
        joined = "".join(pieces)
    return [_tokens(part, hidden) for part in joined.split(TEXT)]


def _tokens(part: str, hidden: Iterator[str]) -> list[str]:
    """Tokens with a separator before, between and behind them; the next of `hidden` stands for every odd one."""
    tokens = part[1:-1].split(TOKEN) if len(part) > 1 else []
    return [next(hidden) if token == ODD else token for token in tokens] if ODD in part else tokens
