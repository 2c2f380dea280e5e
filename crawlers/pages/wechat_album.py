"""A page of an album (合集) of an account: the answer of mp/appmsgalbum?action=getalbum&f=json."""

from dataclasses import dataclass
from datetime import UTC, datetime

from crawlers.pages.unreadable import UnreadablePage, within
from crawlers.pages.wechat_scripts import unescaped
from crawlers.pages.weibo_shape import Object, an_object, loaded, maybe, member, needed, number, rows, words


@dataclass(frozen=True, kw_only=True)
class AlbumArticle:
    """One article of an album; `link` is as written, `message` and `place` say where the next page begins."""

    title: str
    link: str
    published_at: datetime
    message: str
    place: str


@dataclass(frozen=True, kw_only=True)
class AlbumPage:
    """What one page holds, newest first as asked; `more` says that older articles follow. `title` may be missing."""

    title: str | None
    articles: tuple[AlbumArticle, ...]
    unreadable: tuple[UnreadablePage, ...]
    more: bool


def read_album(body: bytes) -> AlbumPage:
    """Read a page; an empty list means an empty album. Raises UnreadablePage for an answer of another shape."""
    given = loaded(body)
    outcome = maybe(given, "base_resp")
    if outcome is not None and number(outcome, "ret") not in {0, None}:
        raise UnreadablePage("base_resp.ret", f"专辑接口答复 {number(outcome, 'ret')}，不是成功")
    with within("getalbum_resp"):
        album = member(given, "getalbum_resp")
        listed = album.get("article_list")
        one_by_one = [listed] if isinstance(listed, dict) and "url" in listed else rows(album, "article_list")
        articles: list[AlbumArticle] = []
        unreadable: list[UnreadablePage] = []
        for place, row in enumerate(one_by_one):
            try:
                articles.append(_article(an_object(row, f"article_list[{place}]")))
            except UnreadablePage as reason:
                unreadable.append(reason.within(f"article_list[{place}]"))
        info = maybe(album, "base_info")
        return AlbumPage(
            title=words(info, "title") if info else None,
            articles=tuple(articles),
            unreadable=tuple(unreadable),
            more=number(album, "continue_flag") == 1,
        )


def _article(row: Object) -> AlbumArticle:
    at = number(row, "create_time")
    if at is None or not 0 < at < 10**11:
        raise UnreadablePage("create_time", "缺少发布时间")
    return AlbumArticle(
        title=unescaped(needed(row, "title")),
        link=needed(row, "url"),
        published_at=datetime.fromtimestamp(at, UTC),
        message=_digits(row, "msgid"),
        place=_digits(row, "itemidx"),
    )


def _digits(row: Object, key: str) -> str:
    value = number(row, key)
    if value is None:
        raise UnreadablePage(key, "缺少这一项")
    return str(value)
