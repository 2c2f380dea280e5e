"""What a post says once the platform's own marks are taken off, in simplified characters of ordinary width.

Everything is done on batches: texts are joined by a sign that no text holds, so that each step is one call.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import partial
from itertools import accumulate
from typing import NamedTuple
from unicodedata import normalize

from opencc import OpenCC

MAX_TAG = 80
BREAK = "\ufdd0"  # a code point that Unicode keeps free for such ends
INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u180b-\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff\ud800-\udfff]"
)
"""Controls, marks of direction and width, and halves of surrogate pairs."""
LINK = re.compile(r"(?:https?://|www\.)[a-z0-9\-._~:/?#\[\]@$&*+=%]+", re.IGNORECASE)
ANSWER = re.compile(r"回复\s*(?=@[\w·-])")
MENTION = re.compile(r"@(?<![a-z0-9._+-]@)[\w·-]{1,30}:?")
BARE_REPOST = re.compile("转发微博|快转微博")
CHAIN = re.compile(r"//\s*@[^:\s/@]{1,40}\s*:")
TAG = re.compile(r"#([^#\n]+)#")
SUPER_TOPIC = "[超话]"
SPACE = re.compile(r"\s+")
NFKC = partial(normalize, "NFKC")
WIDE = {wide: NFKC(wide) for wide in "，！？：；（）～…"}
SIMPLIFIED = OpenCC("t2s")
LEFT = ("苧", "苎")  # the one character that OpenCC changes into one that it would change again


class Chain(NamedTuple):
    """A repost taken apart: the author's own words, and those of the people repeated, the latest first."""

    own: str
    repeated: tuple[str, ...] = ()


def normalise(text: str) -> str:
    """The words alone: NFKC, lower case, simplified, without links, @names, bare repost marks, invisible characters.

    Runs of white space become one space.
    """
    return words_alone(compatible([text]))[0]


def split_chain(text: str) -> Chain:
    """Own words in front of the first `//@name:`, and the words behind each such mark; neither is normalised."""
    return chain_of(compatible([text])[0])


def hashtags(text: str) -> tuple[str, ...]:
    """Every #topic# in order of appearance, once, lower case and with both signs; at most 80 characters each.

    A pair of signs around no letter at all (#1#) is no topic. The mark of a super topic is dropped.
    """
    return tags_of(compatible([text])[0])


def compatible(texts: Sequence[str]) -> list[str]:
    """Texts with ordinary letters for full-width and other compatibility forms, simplified, nothing invisible."""
    visible = _at_once(texts, _narrow)
    return _at_once(list(map(NFKC, visible)), lambda joined: SIMPLIFIED.convert(joined).replace(*LEFT))


def words_alone(texts: Sequence[str]) -> list[str]:
    """What `normalise` makes of texts that are `compatible` already."""
    low = map(NFKC, _at_once(texts, str.lower))
    return [text.strip() for text in _at_once(list(low), _without_marks)]


def chain_of(text: str) -> Chain:
    """What `split_chain` makes of a text that is `compatible` already."""
    if "//" not in text:
        return Chain(own=text.strip())
    own, *repeated = CHAIN.split(text)
    return Chain(own=own.strip(), repeated=tuple(part.strip() for part in repeated))


def tags_of(text: str) -> tuple[str, ...]:
    """What `hashtags` makes of a text that is `compatible` already."""
    if "#" not in text:
        return ()
    low = text.lower()
    low = LINK.sub(" ", low) if "http" in low or "www." in low else low
    names = (SPACE.sub(" ", name.replace(SUPER_TOPIC, "")).strip() for name in TAG.findall(low))
    tags = (f"#{name}#" for name in names if any(sign.isalpha() for sign in name))
    return tuple(dict.fromkeys(tag for tag in tags if len(tag) <= MAX_TAG))


def holding(texts: Sequence[str], pattern: re.Pattern[str]) -> list[bool]:
    """For each text whether the pattern stands in it; one look at all. No text or match holds a line break."""
    found = [False] * len(texts)
    ends = list(accumulate(len(text) + 1 for text in texts))
    for hit in pattern.finditer("\n".join(texts)):
        found[bisect_right(ends, hit.start())] = True
    return found


def _narrow(joined: str) -> str:
    """Nothing invisible, and ordinary forms of the commonest wide signs: what holds no others is soon found normal."""
    joined = INVISIBLE.sub("", joined)
    for wide, narrow in WIDE.items():
        joined = joined.replace(wide, narrow)
    return joined


def _without_marks(joined: str) -> str:
    for marks in (LINK, ANSWER, MENTION, BARE_REPOST, SPACE):
        joined = marks.sub(" ", joined)
    return joined


def _at_once(texts: Sequence[str], change: Callable[[str], str]) -> list[str]:
    """`change` applied to all texts in one call; it must leave the sign between them alone."""
    if not texts:
        return []
    joined = BREAK.join(texts)
    if joined.count(BREAK) >= len(texts):
        joined = BREAK.join(text.replace(BREAK, " ") for text in texts)
    return change(joined).split(BREAK)
