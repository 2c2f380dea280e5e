"""A page of article results of the public WeChat search, with today's class names or those before 2022."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from lxml.html import HtmlElement

from crawlers.pages.tree import first, found, has_class, text_of, tree_of
from crawlers.pages.unreadable import UnreadablePage

LIST = f"//ul[{has_class('news-list')}]"
ROWS = "./li[starts-with(@id, 'sogou_vr_11002601_box_')]"
TITLE = ".//h3//a[@href]"
ACCOUNT = f".//span[{has_class('all-time-y2')}] | .//a[{has_class('account')}]"
NEXT = "//a[@id='sogou_next']"
WRITTEN_TIME = re.compile(r"timeConvert\(\s*['\"](\d{9,11})['\"]")
SHIFT = re.compile(rb"href\.substr\(\s*a\s*\+\s*4\s*\+\s*parseInt\(\s*[\"'](\d+)[\"']\s*\)\s*\+\s*b")


@dataclass(frozen=True, kw_only=True)
class Row:
    """One result: what is known of an article before it is fetched. `link` is the address as the page writes it."""

    title: str
    account: str
    published_at: datetime
    link: str


@dataclass(frozen=True, kw_only=True)
class ResultPage:
    """What one result page holds; `shift` is the number from which result links are signed, None where not told."""

    rows: tuple[Row, ...]
    unreadable: tuple[UnreadablePage, ...]
    more: bool
    shift: int | None


def read_results(body: bytes) -> ResultPage:
    """Read a result page. An empty list means no result; raises UnreadablePage where there is no list at all."""
    tree = tree_of(body)
    holder = first(tree, LIST)
    if holder is None:
        raise UnreadablePage(LIST, "找不到结果列表")
    rows: list[Row] = []
    unreadable: list[UnreadablePage] = []
    for number, box in enumerate(found(holder, ROWS)):
        try:
            rows.append(_row(box, f"{ROWS}[{number}]"))
        except UnreadablePage as reason:
            unreadable.append(reason)
    shift = SHIFT.search(body)
    return ResultPage(
        rows=tuple(rows),
        unreadable=tuple(unreadable),
        more=first(tree, NEXT) is not None,
        shift=int(shift[1]) if shift else None,
    )


def _row(box: HtmlElement, place: str) -> Row:
    title = first(box, TITLE)
    account = first(box, ACCOUNT)
    if title is None:
        raise UnreadablePage(f"{place} > h3 > a", "找不到标题链接")
    if account is None:
        raise UnreadablePage(f"{place} > span.all-time-y2", "找不到公众号名称")
    return Row(
        title=text_of(title),
        account=text_of(account),
        published_at=_time(box, place),
        link=title.get("href") or "",
    )


def _time(box: HtmlElement, place: str) -> datetime:
    """The epoch in the script that would print it."""
    for script in found(box, ".//script"):
        if match := WRITTEN_TIME.search(script.text or ""):
            return datetime.fromtimestamp(int(match[1]), UTC)
    raise UnreadablePage(f"{place} > span.s2 > script", "找不到发布时间")
