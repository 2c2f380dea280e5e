"""Whether two colleagues speak of the same matter; pure."""

from analysis.overlap import same
from analysis.text import normalise

FILLER = frozenset("的了吗呢啊吧呀哦，。！？、；：“”‘’（）()!?.,;:~～…- \t\r\n")


def same_matter(one: str, other: str) -> bool:
    """Alike by the pairs of letters that they share: a third of all, or most of the shorter text.

    Unlike words for one matter are taken for two: an alert too many is cheaper than a matter that nobody hears of.
    """
    first, second = _pairs(one), _pairs(other)
    return same(first, second) or _bare(one) == _bare(other)


def _pairs(text: str) -> frozenset[str]:
    bare = _bare(text)
    return frozenset(bare[place : place + 2] for place in range(len(bare) - 1))


def _bare(text: str) -> str:
    return "".join(letter for letter in normalise(text).casefold() if letter not in FILLER)
