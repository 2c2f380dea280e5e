"""Jieba's segmentation with jieba's dictionary and jieba's result, in about half the time.

Jieba builds a graph of words and then walks it backwards; here both happen in one walk, over logarithms taken once.
Runs of single characters go to jieba's hidden Markov model, and its answers are kept: the same runs come again.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from math import log

from analysis.hidden import unknown_words

RUN = re.compile(r"([\u4E00-\u9FD5a-zA-Z0-9+#&\._%\-]+)")
BLANK = re.compile(r"(\r\n|\s)")
BEGINNING, ABSENT = -1.0, -2.0  # in place of a word's logarithm, which is never negative
LONGEST_KEPT = 12


class Cutter:
    """Cuts texts into the most likely words by the logarithms of their frequencies, whose sum is `total`."""

    def __init__(self, logs: Mapping[str, float], total: int) -> None:
        self._logs, self._floor = logs, log(total)

    def cut(self, text: str) -> list[str]:
        """What `jieba.Tokenizer.lcut` says with the same dictionary."""
        tokens: list[str] = []
        for place, block in enumerate(RUN.split(text)):
            if place % 2:
                self._cut_run(block, tokens)
            elif block:
                for piece in BLANK.split(block):
                    tokens += (piece,) if piece == "\r\n" else piece
        return tokens

    def cut_all(self, texts: Sequence[str]) -> list[list[str]]:
        """The tokens of each text."""
        return [self.cut(text) for text in texts]

    def _cut_run(self, run: str, tokens: list[str]) -> None:
        """Words as they come; single characters between two words are looked at together."""
        ends = self._best_ends(run)
        start = loose = 0
        while start < len(run):
            end = ends[start]
            if end - start > 1:
                tokens += self._cut_loose(run[loose:start])
                tokens.append(run[start:end])
                loose = end
            start = end
        tokens += self._cut_loose(run[loose:])

    def _cut_loose(self, letters: str) -> Iterable[str]:
        if len(letters) < 2 or self._logs.get(letters, ABSENT) >= 0:
            return letters
        return _kept(letters) if len(letters) <= LONGEST_KEPT else unknown_words(letters)

    def _best_ends(self, run: str) -> list[int]:
        """For each place the end of the word that begins there on the most likely way; the longer one on a tie."""
        look, floor, size = self._logs.get, self._floor, len(run)
        scores, ends = [0.0] * (size + 1), [0] * size
        for start in range(size - 1, -1, -1):
            best, best_end = scores[start + 1] - floor, start + 1
            fresh = True
            for end in range(start + 1, size + 1):
                weight = look(run[start:end], ABSENT)
                if weight >= 0:
                    score = weight - floor + scores[end]
                    if fresh or score >= best:
                        best, best_end, fresh = score, end, False
                elif weight == ABSENT:
                    break
            scores[start], ends[start] = best, best_end
        return ends


@lru_cache(maxsize=32_768)
def _kept(letters: str) -> tuple[str, ...]:
    return tuple(unknown_words(letters))


def logarithm(frequency: int) -> float:
    """What a dictionary entry weighs; a mere beginning of words has frequency 0."""
    return log(frequency) if frequency else BEGINNING
