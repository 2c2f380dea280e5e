"""Words of Weibo as a reader sees them, from either kind of its HTML or from plain text."""

import html
import re
from dataclasses import dataclass

from crawlers.pages.tree import text_of, tree_of
from domain.absence import Absence

MARKUP = re.compile(r"<[a-zA-Z/!]")
CUT = re.compile(r"[.…\s\u200b]*<(a|span)\b[^<>]*>\s*(?:展开|展開|全文)c?\s*</\1>[\s\u200b]*$")
UNSEEN = re.compile("[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u200b\u2060\ufeff\ue000-\uf8ff]")
HALF = re.compile("[\ud800-\udfff]")
SPACES = re.compile("[ \t\u00a0]+")
EDGES = " \u3000"
CHAIN = re.compile(r"(?<!:)//\s*@")
NOTICE = re.compile(r"(?:抱歉|该微博|該微博|此微博|此条微博|此條微博|该账号|該賬號|该帐号|该用户|微博已被)")
REASONS = (
    (re.compile("账号|帐号|賬號|用户不存在"), Absence.ACCOUNT),
    (re.compile("作者设置|作者設置|查看权限|查看權限|仅粉丝|半年"), Absence.HIDDEN),
    (re.compile("投诉|投訴|违反|違反|违规|違規|屏蔽|争议"), Absence.REMOVED),
    (re.compile("删除|刪除"), Absence.DELETED),
)


@dataclass(frozen=True, kw_only=True)
class Words:
    """A text, and whether it ends where the site stopped showing it."""

    text: str
    cut: bool = False


def read_words(written: str, *, lines: bool = False) -> Words:
    """HTML or plain text as words; `lines` where a line end in it is one.

    Emoticons become their names, links their labels; the link that unfolds the text is dropped and remembered.
    """
    shown = CUT.sub("", written)
    return Words(text=_plain(shown, lines=lines), cut=shown != written)


def _plain(written: str, *, lines: bool) -> str:
    if MARKUP.search(written):
        marked = written.replace("\n", "<br>") if lines else written
        return clean(html.unescape(text_of(tree_of(f"<div>{HALF.sub('�', marked)}</div>".encode()))))
    text = html.unescape(html.unescape(written))
    return clean(text if lines else text.replace("\n", " "))


def clean(text: str) -> str:
    """Text without what nobody sees: zero-width padding, letters that draw icons, broken halves, control codes."""
    seen = UNSEEN.sub("", HALF.sub("�", text.replace("\r\n", "\n").replace("\r", "\n")))
    rows = (SPACES.sub(" ", row).strip(EDGES) for row in seen.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(rows)).strip()


def parted(text: str) -> tuple[str, str | None]:
    """The author's own words, and the chain of repeated ones from the first //@ on."""
    mark = CHAIN.search(text)
    return (text[: mark.start()].strip(), text[mark.start() :]) if mark else (text, None)


def is_notice(text: str) -> bool:
    """Whether these are the site's words in the place of a post; people may begin like that too."""
    return NOTICE.match(text) is not None


def absence_of(text: str) -> Absence:
    """What a notice in the place of a post says."""
    return next((why for pattern, why in REASONS if pattern.search(text)), Absence.UNKNOWN)
