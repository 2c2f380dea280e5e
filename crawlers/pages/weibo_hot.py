"""Hot lists: hotSearch and hot_band of weibo.com, the page top/summary, container 106003 of m.weibo.cn."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

from lxml.html import HtmlElement

from crawlers.pages.counts import counted
from crawlers.pages.tree import first, found, has_class, text_of, tree_of
from crawlers.pages.unreadable import UnreadablePage, within
from crawlers.pages.weibo_shape import (
    Object,
    an_object,
    answered,
    count,
    flag,
    maybe,
    maybe_rows,
    member,
    number,
    rows,
    words,
)
from crawlers.pages.weibo_words import clean
from domain.hot import HotEntry, HotList

TABLE = "//*[@id='pl_top_realtimehot']//tbody/tr | //*[@id='pl_top_realtimehot']//tr[td]"
HEAT = re.compile(r"(?:(\D*?)\s*)?([0-9][0-9,.]*[万亿]?)")
EARLIEST = 1_200_000_000
TOPIC = re.compile(r"#(.+)#", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class HotPage:
    """One hot list as shown at one moment, in its order; `ads` rows were left out."""

    entries: tuple[HotEntry, ...] = ()
    unreadable: tuple[UnreadablePage, ...] = ()
    ads: int = 0


@dataclass(kw_only=True)
class _Board:
    """A list on its way to a page."""

    at: datetime
    entries: list[HotEntry] = field(default_factory=list)
    unreadable: list[UnreadablePage] = field(default_factory=list)
    ads: int = 0

    def take(self, given: Iterable[object], place: str, *, pinned: bool = False) -> None:
        for at, row in enumerate(given):
            try:
                with within(f"{place}[{at}]"):
                    self._row(an_object(row, "row"), pinned=pinned)
            except UnreadablePage as reason:
                self.unreadable.append(reason)

    def _row(self, row: Object, *, pinned: bool) -> None:
        if flag(row, "is_ad") or row.get("topic_ad"):
            self.ads += 1
        elif not any(entry.title == _title(row) and entry.pinned and pinned for entry in self.entries):
            self.entries.append(_entry(row, self.at, pinned=pinned))

    def page(self) -> HotPage:
        return HotPage(entries=tuple(self.entries), unreadable=tuple(self.unreadable), ads=self.ads)


def read_hot_search(body: bytes, read_at: datetime) -> HotPage:
    """The answer of ajax/side/hotSearch; the pinned news come first."""
    return _board(body, read_at, "realtime")


def read_hot_band(body: bytes, read_at: datetime) -> HotPage:
    """The answer of ajax/statuses/hot_band; without the right Referer its list is empty, which is refused."""
    return _board(body, read_at, "band_list")


def _board(body: bytes, read_at: datetime, key: str) -> HotPage:
    given = answered(body)
    if given is None:
        raise UnreadablePage("data", "热搜榜不会没有内容")
    board = _Board(at=read_at)
    with within("data"):
        data = member(given, "data")
        if not rows(data, key):
            raise UnreadablePage(key, "热搜榜是空的")
        pinned = maybe(data, "hotgov")
        board.take(maybe_rows(data, "hotgovs") or ([pinned] if pinned else []), "hotgovs", pinned=True)
        board.take(rows(data, key), key)
    return board.page()


def _entry(row: Object, at: datetime, *, pinned: bool) -> HotEntry:
    place, heat = number(row, "realpos"), count(row, "num")
    if place is not None and not 0 <= place <= 1000:
        raise UnreadablePage("realpos", f"名次不对：{place}")
    return HotEntry(
        list=HotList.SEARCH,
        title=_title(row),
        read_at=at,
        rank=None if pinned else place or None,
        heat=heat.number if heat else None,
        label=words(row, "label_name") or words(row, "icon_desc"),
        category=words(row, "category") or words(row, "flag_desc"),
        query=words(row, "word_scheme") or words(row, "word"),
        since=_since(row),
        mid=words(row, "mid"),
        pinned=pinned,
    )


def _title(row: Object) -> str:
    """The word without the # around it."""
    written = clean(words(row, "note") or words(row, "word") or "")
    match = TOPIC.fullmatch(written)
    title = match[1] if match else written
    if not title:
        raise UnreadablePage("word", "这一行没有词")
    return title


def _since(row: Object) -> datetime | None:
    epoch = number(row, "onboard_time")
    if not epoch:
        return None
    if not EARLIEST < epoch < 10 * EARLIEST:
        raise UnreadablePage("onboard_time", f"不认识的时间：{epoch}")
    return datetime.fromtimestamp(epoch, UTC)


def read_mobile_hot(body: bytes, read_at: datetime) -> HotPage:
    """The answer of container 106003; ranks are counted here, since the answer only draws them as pictures."""
    given = answered(body)
    if given is None:
        raise UnreadablePage("data", "热搜榜不会没有内容")
    entries: list[HotEntry] = []
    with within("data"):
        cards = [an_object(card, "cards") for card in rows(member(given, "data"), "cards")]
        group = next((maybe_rows(card, "card_group") for card in cards if card.get("card_group")), ())
        for row in group:
            entries.append(_mobile_entry(an_object(row, "card_group"), entries, read_at))
    if not entries:
        raise UnreadablePage("data.cards", "热搜榜是空的")
    return HotPage(entries=tuple(entries))


def _mobile_entry(row: Object, before: list[HotEntry], at: datetime) -> HotEntry:
    title = clean(words(row, "desc") or "")
    if not title:
        raise UnreadablePage("desc", "这一行没有词")
    pinned = row.get("desc_extr") in (None, "")
    category, heat = _heat(str(row.get("desc_extr") or ""), "desc_extr")
    return HotEntry(
        list=HotList.SEARCH,
        title=title,
        read_at=at,
        rank=None if pinned else sum(not entry.pinned for entry in before) + 1,
        heat=heat,
        category=category,
        query=_mobile_query(words(row, "scheme")),
        pinned=pinned,
    )


def _mobile_query(scheme: str | None) -> str | None:
    inner = parse_qs(urlsplit(scheme).query).get("containerid", [""])[0] if scheme else ""
    return parse_qs(inner).get("q", [None])[0]


def read_top_summary(body: bytes, read_at: datetime, *, which: HotList = HotList.SEARCH) -> HotPage:
    """The page s.weibo.com/top/summary; `which` list was asked for by cate."""
    lines = found(tree_of(body), TABLE)
    entries: list[HotEntry] = []
    unreadable: list[UnreadablePage] = []
    ads = 0
    for at, line in enumerate(lines):
        try:
            with within(f"tr[{at}]"):
                entry = _line(line, read_at, which)
        except UnreadablePage as reason:
            unreadable.append(reason)
            continue
        ads += entry is None
        entries += [entry] if entry else []
    if not entries and not unreadable:
        raise UnreadablePage("#pl_top_realtimehot", "页面里没有热搜榜")
    return HotPage(entries=tuple(entries), unreadable=tuple(unreadable), ads=ads)


def _line(line: HtmlElement, at: datetime, which: HotList) -> HotEntry | None:
    """One row; None for an advertisement, whose link only a script opens."""
    link = first(line, f".//td[{has_class('td-02')}]//a[@href]")
    place = first(line, f".//td[{has_class('td-01')}]")
    if link is None or place is None:
        raise UnreadablePage("td-02 > a", "这一行没有词或没有名次")
    if (link.get("href") or "").startswith("javascript") or link.get("href_to"):
        return None
    rank = _rank(text_of(place))
    shown = first(line, f".//td[{has_class('td-02')}]//span")
    category, heat = _heat(text_of(shown) if shown is not None else "", "td-02 > span")
    label = first(line, f".//td[{has_class('td-03')}]//i")
    query = parse_qs(urlsplit(link.get("href") or "").query).get("q", [None])[0]
    title = text_of(link)
    if not title:
        raise UnreadablePage("td-02 > a", "这一行没有词")
    return HotEntry(
        list=which,
        title=title,
        read_at=at,
        rank=rank,
        heat=heat,
        label=(text_of(label) or None) if label is not None else None,
        category=category,
        query=query,
        pinned=rank is None,
    )


def _rank(written: str) -> int | None:
    """The number of a row; None for the pinned row, which shows an icon."""
    if not written:
        return None
    if not (written.isascii() and written.isdecimal()) or not 0 < int(written) <= 1000:
        raise UnreadablePage("td-01", f"不认识的名次：{written[:20]!r}")
    return int(written)


def _heat(written: str, place: str) -> tuple[str | None, int | None]:
    """(sorting, number) of `电影 954267`; both None where nothing is written."""
    if not written.strip():
        return None, None
    match = HEAT.fullmatch(written.strip())
    try:
        return (match[1] or None, counted(match[2]).number) if match else (clean(written), None)
    except ValueError as wrong:
        raise UnreadablePage(place, str(wrong)) from wrong
