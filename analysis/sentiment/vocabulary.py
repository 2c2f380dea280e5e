"""What the heads know, and what is taken from a text to be looked up in it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

MASK = "\x00"  # stands where an own word stood; no feature holds it
LONGEST_GRAM = 3
REACH = 3  # tokens behind a negation that it marks
EMOTICON = re.compile(r"\[[^\[\]\s]{1,8}\]")
NEGATIONS = frozenset(
    "不 没 没有 无 别 未 非 莫 不是 不能 不会 不要 不用 并非 毫无 不再 从不 从没".split()  # noqa: SIM905
)
ENDS = frozenset("，。！？,.!?；;：: ~…")
WRITTEN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")
PICTURE = re.compile("[\u2600-\u27bf\u2b50\U0001f300-\U0001faff]")


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """Features in three kinds, each sorted; a feature's number is its place in grams, then words, then marks.

    `grams` are strings found anywhere in a text: one to three characters without white space, and emoticons ([允悲]);
    `words` are tokens of the one tokenisation; `marks` are tokens that stand behind a negation.
    """

    grams: tuple[str, ...]
    words: tuple[str, ...]
    marks: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.grams) + len(self.words) + len(self.marks)

    def __iter__(self) -> Iterator[str]:
        yield from self.grams
        yield from self.words
        yield from self.marks


def grams_of(text: str) -> set[str]:
    """Every run of one to three characters without white space or mask, and every emoticon."""
    found = {text[start : start + size] for size in range(1, LONGEST_GRAM + 1) for start in range(len(text) - size + 1)}
    solid = {gram for gram in found if MASK not in gram and not any(sign.isspace() for sign in gram)}
    return solid.union(EMOTICON.findall(text))


def marked(tokens: Sequence[str]) -> list[int]:
    """Places of the tokens that stand at most three behind a negation, in the same clause."""
    places: list[int] = []
    left = 0
    for place, token in enumerate(tokens):
        if token in NEGATIONS:
            left = REACH
        elif token in ENDS:
            left = 0
        elif left:
            places.append(place)
            left -= 1
    return places


@lru_cache(maxsize=32)
def _names(own: frozenset[str]) -> re.Pattern[str] | None:
    long = sorted((word for word in own if len(word) > 1), key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, long))) if long else None


def masked(texts: Iterable[str], own: frozenset[str]) -> list[str]:
    """The texts with every own word of two characters or more blotted out, at the same length."""
    names = _names(own)
    if names is None:
        return list(texts)
    return [names.sub(lambda found: MASK * len(found[0]), text) for text in texts]


def masked_in_a_row(texts: Iterable[str], own: frozenset[str]) -> str:
    """The `masked` texts with one MASK between any two: no own word holds it."""
    return masked([MASK.join(texts)], own)[0]


def speaks(feature: str) -> bool:
    """Whether a feature is evidence by itself: it holds a Chinese character, an emoji or an emoticon."""
    return bool(WRITTEN.search(feature) or PICTURE.search(feature) or EMOTICON.fullmatch(feature))
