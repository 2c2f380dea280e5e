"""The posts of one account: mymblog and the waterfall of weibo.com, the container 107603 of m.weibo.cn."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from crawlers.pages.unreadable import UnreadablePage, within
from crawlers.pages.weibo_rows import BlogPage, Gathering, gathered
from crawlers.pages.weibo_shape import Object, an_object, answered, maybe_rows, member, number, rows, words
from crawlers.pages.weibo_words import clean

POST_CARD = 9
GROUP_CARD = 11
END_OF_WATERFALL = -1


def read_timeline(body: bytes, collected_at: datetime) -> BlogPage:
    """A page of mymblog; `next` is the since_id. The end of the list is a page without rows."""
    given = answered(body)
    if given is None:
        return BlogPage(nothing=True)
    with within("data"):
        data = member(given, "data")
        notice = clean(words(data, "bottom_tips_text") or "")
        found = rows(data, "list")
        return gathered(found, collected_at, "list").page(
            following=since(data) if found else None, total=number(data, "total"), notice=notice or None
        )


def read_waterfall(body: bytes, collected_at: datetime) -> BlogPage:
    """A page of getWaterFallContent, a selection and not the whole timeline; `next` is the cursor."""
    given = answered(body)
    if given is None:
        return BlogPage(nothing=True)
    with within("data"):
        data = member(given, "data")
        cursor = number(data, "next_cursor")
        following = None if cursor in (None, 0, END_OF_WATERFALL) else str(cursor)
        return gathered(rows(data, "list"), collected_at, "list").page(following=following)


def read_mobile_timeline(body: bytes, collected_at: datetime) -> BlogPage:
    """A page of container 107603; `next` is the since_id where there is one, else the number of the page."""
    return read_cards(body, collected_at)


def read_cards(body: bytes, collected_at: datetime) -> BlogPage:
    """The posts among the cards of a container of m.weibo.cn, those in groups too; titles and users are passed over."""
    given = answered(body)
    if given is None:
        return BlogPage(nothing=True)
    with within("data"):
        data = member(given, "data")
        cards = rows(data, "cards")
        about = member(data, "cardlistInfo") if cards or data.get("cardlistInfo") else {}
        gathering = Gathering(at=collected_at)
        for place, card in _flat(cards, "cards"):
            if number(card, "card_type") == POST_CARD or card.get("mblog") is not None:
                gathering.take(card.get("mblog"), f"{place}.mblog")
        with within("cardlistInfo"):
            return gathering.page(following=since(about) or page_after(about), total=number(about, "total"))


def _flat(cards: Sequence[object], place: str) -> Iterator[tuple[str, Object]]:
    for at, row in enumerate(cards):
        where = f"{place}[{at}]"
        card = an_object(row, where)
        if "card_type" not in card:
            raise UnreadablePage(f"{where}.card_type", "卡片没有说自己是哪一种")
        yield where, card
        if number(card, "card_type") == GROUP_CARD or "card_group" in card:
            yield from _flat(maybe_rows(card, "card_group"), f"{where}.card_group")


def since(holder: Object) -> str | None:
    """The since_id, a text or a number; None at the end, where it is missing, empty or 0."""
    value = holder.get("since_id")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if value > 0 else None
    return words(holder, "since_id")


def page_after(about: Object) -> str | None:
    """The number of the next page, None at the end of the list."""
    page = number(about, "page")
    return str(page) if page else None
