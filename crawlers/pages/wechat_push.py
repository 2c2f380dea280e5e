"""What a pushed message of an own account says: words of a customer, articles that are out, news of a desk."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime

from crawlers.pages.unreadable import UnreadablePage, within
from crawlers.pages.wechat_links import numbers_in
from crawlers.pages.weibo_shape import Object, an_object, maybe, needed, number, words
from domain.own_account import DeskNews, FoundBy, OwnArticle
from domain.post import Author, Channel, Post, PostKind
from domain.push import Letter

Mark = Callable[[str], str]
"""Makes of an openid a keyed hash by which the same person is known again and nobody else can tell who it is."""

Said = Post | OwnArticle | DeskNews
SOURCE = "公众号消息"


def read_letter(fields: Object, letter: Letter, now: datetime, mark: Mark) -> tuple[Said, ...]:
    """Everything that a message says to us; events that say nothing are empty. Raises UnreadablePage.

    A message of a kind that nobody knows is unreadable; an event of such a kind is passed over, since none carries
    words of a customer.
    """
    kind = needed(fields, "MsgType")
    if kind == "event":
        return tuple(_event(fields, letter, now))
    return (_message(kind, fields, letter, now, mark),)


def _message(kind: str, fields: Object, letter: Letter, now: datetime, mark: Mark) -> Post:
    if kind not in WORDS:
        raise UnreadablePage("MsgType", f"不认得的消息类型 {kind[:30]!r}")
    about = number(fields, "MsgDataId")
    return Post(
        channel=Channel.WECHAT,
        native_id=f"message:{letter.account}:{_number(fields)}",
        kind=PostKind.MESSAGE,
        text=WORDS[kind](fields),
        published_at=letter.sent_at,
        collected_at=now,
        author=Author(key=mark(needed(fields, "FromUserName"))),
        source=SOURCE if about is None else f"{SOURCE}（来自文章 {about}_{number(fields, 'Idx') or 1}）",
    )


def _number(fields: Object) -> int:
    found = number(fields, "MsgId")
    if found is None:
        raise UnreadablePage("MsgId", "缺少这一项")
    return found


def _voice(fields: Object) -> str:
    heard = words(fields, "Recognition")
    return f"[语音] {heard}" if heard else "[语音]"


def _link(fields: Object) -> str:
    return "\n".join(["[链接]", *(said for key in ("Title", "Description", "Url") if (said := words(fields, key)))])


def _titled(mark: str, key: str) -> Callable[[Object], str]:
    return lambda fields: f"{mark} {words(fields, key) or ''}".strip()


WORDS: Mapping[str, Callable[[Object], str]] = {
    "text": lambda fields: needed(fields, "Content"),
    "image": lambda fields: "[图片]",
    "voice": _voice,
    "video": lambda fields: "[视频]",
    "shortvideo": lambda fields: "[小视频]",
    "location": _titled("[位置]", "Label"),
    "link": _link,
    "miniprogrampage": _titled("[小程序]", "Title"),
}
"""By MsgType, what a customer says with it."""


def _event(fields: Object, letter: Letter, now: datetime) -> Iterator[Said]:
    event = needed(fields, "Event")
    if event == "MASSSENDJOBFINISH":
        yield from _sent(fields, letter)
    elif event == "PUBLISHJOBFINISH":
        yield from _published(fields, letter)
    elif event == "kf_msg_or_event":
        yield DeskNews(desk=needed(fields, "OpenKfId"), ticket=needed(fields, "Token"), at=now)


def _sent(fields: Object, letter: Letter) -> Iterator[OwnArticle]:
    """Articles of a mass-send that went out: by their links, else by the message's own id, which may be another."""
    if (words(fields, "Status") or "") not in {"send success", "sendsuccess"}:
        return
    with within("ArticleUrlResult"):
        links = list(_items(maybe(maybe(fields, "ArticleUrlResult") or {}, "ResultList"), "ArticleIdx", "ArticleUrl"))
    job = number(fields, "MsgID")
    for idx, link in links or [(1, "")]:
        if (found := numbers_in(link)) is not None:
            yield _article(letter, found[1], found[2], found[0], link)
        elif job is not None:
            yield _article(letter, str(job), idx, None, link, guessed=True)


def _published(fields: Object, letter: Letter) -> Iterator[OwnArticle]:
    info = maybe(fields, "PublishEventInfo")
    if info is None or number(info, "publish_status") != 0:
        return
    with within("PublishEventInfo.article_detail"):
        for _, link in _items(maybe(info, "article_detail"), "idx", "article_url"):
            if (found := numbers_in(link)) is not None:
                yield _article(letter, found[1], found[2], found[0], link)


def _items(holder: Object | None, place: str, link: str) -> Iterator[tuple[int, str]]:
    """Rows of a list of articles; one row alone comes without a list around it."""
    given = (holder or {}).get("item") or ()
    for row in given if isinstance(given, list | tuple) else (given,):
        fields = an_object(row, "item")
        yield number(fields, place) or 1, words(fields, link) or ""


def _article(
    letter: Letter, mid: str, idx: int, biz: str | None, url: str | None, *, guessed: bool = False
) -> OwnArticle:
    return OwnArticle(
        account=letter.account,
        mid=mid,
        idx=idx,
        published_at=letter.sent_at.astimezone(UTC),
        found_by=FoundBy.PUSH,
        biz=biz,
        url=url or None,
        guessed=guessed,
    )
