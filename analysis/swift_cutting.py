"""Jieba's tokens from rjieba (extra `fast`), many texts in one call.

Without its hidden Markov model rjieba cuts as jieba does without its own; the two models differ. So rjieba cuts, and
runs of single characters go to jieba's model (`analysis.hidden`). The work between is done on one string of all tokens
with separators, by regular expressions and `map`, not token by token.
"""

import re
from collections.abc import Callable, Iterator, Sequence

import rjieba

from analysis.hidden import unknown_words

TOKEN, TEXT, ODD = "\x1f", "\x00", "\x02"
STRANGE = "\x02\x1f\u3400-\u4dbf\u9fd6-\u9fff\uf900-\ufaff\ud800-\udfff\U00020000-\U0003ffff"
"""Our separators, what Rust cannot take, and Chinese characters that jieba does not know to be any."""
UNLIKE, HIDDEN = re.compile(f"[{STRANGE}]"), re.compile(f"[\x00{STRANGE}]")
LOOSE = re.compile(f"(?<={TOKEN})((?:(?:[\u4e00-\u9fd5+#&._%-]|[a-zA-Z0-9]+){TOKEN}){{2,}})")
MOST_KEPT = 65_536


class SwiftCutter:
    """Cuts batches as `jieba.lcut` does with the words in `words` (see `analysis.swift_words`)."""

    def __init__(self, words: rjieba.Jieba) -> None:
        self._words, self._runs = words, _Runs(words)

    def cut_all(self, texts: Sequence[str]) -> list[list[str]]:
        """The tokens of each text."""
        return _told_apart(texts, self._cut_joined)

    def _cut_joined(self, joined: str) -> str:
        tokens = TOKEN.join(("", *self._words.cut(joined, False), ""))
        pieces = LOOSE.split(tokens)
        self._runs.make_room()
        pieces[1::2] = map(self._runs.__getitem__, pieces[1::2])
        return "".join(pieces)


class RustCutter:
    """Rjieba's own tokens, its own hidden Markov model included: other ones than jieba's in one post of twenty."""

    def __init__(self, words: rjieba.Jieba) -> None:
        self._words = words

    def cut_all(self, texts: Sequence[str]) -> list[list[str]]:
        """The tokens of each text."""
        return _told_apart(texts, lambda joined: TOKEN.join(("", *self._words.cut(joined, True), "")))


class _Runs(dict[str, str]):
    """Runs of single characters, each followed by a separator, and what jieba's hidden Markov model makes of them."""

    def __init__(self, words: rjieba.Jieba) -> None:
        super().__init__()
        self._words = words

    def make_room(self) -> None:
        """Forget everything before it becomes too much."""
        if len(self) > MOST_KEPT:
            self.clear()

    def __missing__(self, run: str) -> str:
        tokens: list[str] = []
        loose = ""
        for part in run[:-1].split(TOKEN):
            if len(part) > 1 and self._words.has_word(part):
                tokens += self._cut(loose)
                tokens.append(part)
                loose = ""
            else:
                loose += part
        self[run] = known = TOKEN.join((*tokens, *self._cut(loose), ""))
        return known

    def _cut(self, letters: str) -> Sequence[str]:
        if len(letters) < 2 or self._words.has_word(letters):
            return letters
        return unknown_words(letters)


def _told_apart(texts: Sequence[str], cut: Callable[[str], str]) -> list[list[str]]:
    """Tokens per text of one string of all texts; letters that rjieba must not see are replaced and put back."""
    if not texts:
        return []
    joined, hidden = TEXT.join(texts), iter("")
    if joined.count(TEXT) >= len(texts) or UNLIKE.search(joined):
        hidden = iter("".join(sign for text in texts for sign in HIDDEN.findall(text)))
        joined = TEXT.join(HIDDEN.sub(ODD, text) for text in texts)
    return [_tokens(part, hidden) for part in cut(joined).split(TEXT)]


def _tokens(part: str, hidden: Iterator[str]) -> list[str]:
    """Tokens with a separator before, between and behind them; the next of `hidden` stands for every odd one."""
    tokens = part[1:-1].split(TOKEN) if len(part) > 1 else []
    return [next(hidden) if token == ODD else token for token in tokens] if ODD in part else tokens
