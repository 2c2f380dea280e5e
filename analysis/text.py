"""What a post says once the platform's own marks are taken off."""

import re
import unicodedata
from dataclasses import dataclass

MAX_TAG = 80
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
LINK = re.compile(r"(?:https?://|www\.)[a-z0-9\-._~:/?#\[\]@$&*+=%]+", re.IGNORECASE)
MENTION = re.compile(r"(?:回复\s*)?(?<![a-z0-9._+-])@[\w·-]{1,30}:?")
BARE_REPOST = re.compile("转发微博|快转微博|轉發微博")
CHAIN = re.compile(r"//\s*@[^:\s/@]{1,40}\s*:")
TAG = re.compile(r"#([^#\n]+)#")
SUPER_TOPIC = "[超话]"
SPACE = re.compile(r"\s+")


@dataclass(frozen=True, kw_only=True)
class Chain:
    """A repost taken apart: the author's own words, and those of the people repeated, the latest first."""

    own: str
    repeated: tuple[str, ...] = ()


def normalise(text: str) -> str:
    """The words alone: NFKC, lower case, without links, @names, bare repost marks and invisible characters.

    Runs of white space become one space.
    """
    bare = unicodedata.normalize("NFKC", _compatible(text).lower())
    for marks in (LINK, MENTION, BARE_REPOST):
        bare = marks.sub(" ", bare)
    return SPACE.sub(" ", bare).strip()


def split_chain(text: str) -> Chain:
    """Own words in front of the first `//@name:`, and the words behind each such mark; neither is normalised."""
    own, *repeated = CHAIN.split(_compatible(text))
    return Chain(own=own.strip(), repeated=tuple(part.strip() for part in repeated))


def hashtags(text: str) -> tuple[str, ...]:
    """Every #topic# in order of appearance, once, lower case and with both signs; at most 80 characters each.

    A pair of signs around no letter at all (#1#) is no topic. The mark of a super topic is dropped.
    """
    bare = LINK.sub(" ", _compatible(text)).lower()
    names = (SPACE.sub(" ", name.replace(SUPER_TOPIC, "")).strip() for name in TAG.findall(bare))
    tags = (f"#{name}#" for name in names if any(sign.isalpha() for sign in name))
    return tuple(dict.fromkeys(tag for tag in tags if len(tag) <= MAX_TAG))


def _compatible(text: str) -> str:
    return unicodedata.normalize("NFKC", INVISIBLE.sub("", text))
