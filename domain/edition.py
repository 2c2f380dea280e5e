"""Whether a post that was met again says the same, says it in full, or was edited."""

import re
from dataclasses import dataclass

from domain.shown import Shown

LINKS = re.compile(r"https?://[^\s\u4e00-\u9fff]+|网页链接|查看图片|评论配图|查看动图")
UNSEEN = re.compile(r"[\s\u200b-\u200f\u2028-\u202f\u2060\ufe0e\ufe0f\ufeff\u3000\ue000-\uf8ff]+")
CUT_MARK = re.compile(r"(?:\.{2,}|…+)?(?:全文|展开|展开全文)?c?$|(?:\.{2,}|…+)$")


class Change(Shown):
    """What a new look at a post brings."""

    SAME = "same", "相同"
    COMPLETES = "completes", "补全"
    EDITED = "edited", "改过"


@dataclass(frozen=True, kw_only=True)
class Words:
    """What tells editions apart; `cut` says that the page showed only the beginning of `text`."""

    title: str
    text: str
    quoted: str
    cut: bool = False


def change(known: Words, fresh: Words) -> Change:
    """What `fresh` is to `known`.

    Two pages of one post differ in blanks, link labels and invisible characters; that is no edit. The beginning of a
    text is the same text; the whole of a text whose beginning is known completes it. What is quoted belongs to
    somebody else: when it disappears the post itself was not edited.
    """
    if known.title and fresh.title and _plain(known.title) != _plain(fresh.title):
        return Change.EDITED
    if _plain(known.text) == _plain(fresh.text):
        fuller = known.cut and not fresh.cut
        return Change.COMPLETES if fuller or _fuller(known.quoted, fresh.quoted) else Change.SAME
    if known.cut and _begins(fresh.text, known.text):
        return Change.SAME if fresh.cut else Change.COMPLETES
    if fresh.cut and _begins(known.text, fresh.text):
        return Change.SAME
    return Change.EDITED


def _plain(text: str) -> str:
    """What every page shows alike."""
    return UNSEEN.sub("", LINKS.sub("", text))


def _begins(whole: str, part: str) -> bool:
    """Whether a text begins with another that was cut."""
    beginning = CUT_MARK.sub("", _plain(part))
    return bool(beginning) and _plain(whole).startswith(beginning)


def _fuller(known: str, fresh: str) -> bool:
    """Whether more of the same quotation is shown."""
    return len(_plain(fresh)) > len(_plain(known)) and (not known or _begins(fresh, known))
