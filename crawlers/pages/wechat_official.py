"""Answers of the official interfaces of an own account, as posts and numbers; all are JSON."""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from lxml.etree import ParserError
from lxml.html import fromstring

from crawlers.pages.unreadable import UnreadablePage, within
from crawlers.pages.wechat_links import numbers_in
from crawlers.pages.wechat_push import Mark
from crawlers.pages.weibo_shape import Object, an_object, flag, loaded, maybe, member, needed, number, rows, words
from domain.day import CHINA
from domain.own_account import FoundBy, OwnArticle, OwnNumbers
from domain.post import Author, Channel, Post, PostKind, Reading

RECEIVED = 2003
FROM_CUSTOMER = 3


@dataclass(frozen=True, kw_only=True)
class CommentList:
    """One page of the comments of an article; `total` is the platform's own count of all, None where it is missing."""

    posts: tuple[Post, ...]
    total: int | None
    rows: int


@dataclass(frozen=True, kw_only=True)
class PublishedList:
    """One page of published articles, newest first; `articles` are those whose number their link tells."""

    posts: tuple[Post, ...]
    articles: tuple[OwnArticle, ...]
    total: int
    rows: int
    oldest: datetime | None


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """The newest counts of the articles of one day; `delayed` where the platform says that its books are late."""

    articles: tuple[OwnArticle, ...]
    numbers: tuple[OwnNumbers, ...]
    delayed: bool


@dataclass(frozen=True, kw_only=True)
class Records:
    """What customers wrote to the service desk; `rows` counts what staff wrote as well, `last` is where to go on."""

    posts: tuple[Post, ...]
    rows: int
    last: int


@dataclass(frozen=True, kw_only=True)
class DeskPage:
    """One page of a desk of 微信客服."""

    posts: tuple[Post, ...]
    cursor: str
    more: bool


def read_comments(body: bytes, article: OwnArticle, at: datetime, mark: Mark) -> CommentList:
    """A page of comment/list. The account's own replies are no words of a customer and are left out."""
    given = loaded(body)
    posts: list[Post] = []
    for place, row in enumerate(rows(given, "comment")):
        with within(f"comment[{place}]"):
            posts.append(_comment(an_object(row, "comment"), article, at, mark))
    return CommentList(posts=tuple(posts), total=number(given, "total"), rows=len(posts))


def _comment(comment: Object, article: OwnArticle, at: datetime, mark: Mark) -> Post:
    native, writer = number(comment, "user_comment_id"), words(comment, "openid")
    if native is None:
        raise UnreadablePage("user_comment_id", "缺少这一项")
    return Post(
        channel=Channel.WECHAT,
        native_id=f"comment:{article.account}:{article.name()}:{native}",
        kind=PostKind.COMMENT,
        text=words(comment, "content") or "",
        root_id=f"{article.biz}:{article.mid}:{article.idx}" if article.biz else None,
        published_at=_moment(comment, "create_time"),
        collected_at=at,
        url=article.url,
        author=Author(key=mark(writer)) if writer else None,
        source="公众号留言",
    )


def read_published(body: bytes, account: str, name: str, at: datetime) -> PublishedList:
    """A page of freepublish/batchget; articles that are deleted are left out."""
    given = loaded(body)
    items, posts, articles = rows(given, "item"), list[Post](), list[OwnArticle]()
    moments: list[datetime] = []
    for place, row in enumerate(items):
        with within(f"item[{place}]"):
            item = an_object(row, "item")
            moments.append(_moment(item, "update_time"))
            for post, article in _news(item, moments[-1], account, name, at):
                posts.append(post)
                articles += [article] if article else []
    total = number(given, "total_count")
    if total is None:
        raise UnreadablePage("total_count", "缺少这一项")
    oldest = min(moments, default=None)
    return PublishedList(posts=tuple(posts), articles=tuple(articles), total=total, rows=len(items), oldest=oldest)


def _news(
    item: Object, published: datetime, account: str, name: str, at: datetime
) -> list[tuple[Post, OwnArticle | None]]:
    found: list[tuple[Post, OwnArticle | None]] = []
    for place, row in enumerate(rows(member(item, "content"), "news_item"), start=1):
        with within(f"content.news_item[{place - 1}]"):
            news = an_object(row, "news_item")
            if not flag(news, "is_deleted"):
                found.append(_article(news, f"{needed(item, 'article_id')}_{place}", published, account, name, at))
    return found


def _article(
    news: Object, fallback: str, published: datetime, account: str, name: str, at: datetime
) -> tuple[Post, OwnArticle | None]:
    link, title = words(news, "url"), words(news, "title") or ""
    told = numbers_in(link or "")
    post = Post(
        channel=Channel.WECHAT,
        native_id="{}:{}:{}".format(*told) if told else f"published:{account}:{fallback}",
        kind=PostKind.ARTICLE,
        title=title or None,
        text=_text(words(news, "content")) or words(news, "digest") or title,
        published_at=published,
        collected_at=at,
        url=link,
        author=Author(key=told[0] if told else account, name=name),
        source="自有公众号",
    )
    if told is None:
        return post, None
    biz, mid, idx = told
    return post, OwnArticle(
        account=account, mid=mid, idx=idx, published_at=published, found_by=FoundBy.LIST, biz=biz, url=link
    )


def _text(html: str | None) -> str:
    """The words of an article's HTML, a line for each block."""
    if not html or html.isspace():
        return ""
    try:
        tree = fromstring(html)
    except (ParserError, ValueError):
        raise UnreadablePage("content", "正文不是 HTML") from None
    return "\n".join(line for part in tree.itertext() if (line := part.strip()))


def read_numbers(body: bytes, account: str, at: datetime) -> Numbers:
    """An answer of datacube/getarticletotaldetail: for each article the counts of its newest day."""
    given, articles, numbers = loaded(body), list[OwnArticle](), list[OwnNumbers]()
    for place, row in enumerate(rows(given, "list")):
        with within(f"list[{place}]"):
            entry = an_object(row, "list")
            mid, _, idx = needed(entry, "msgid").partition("_")
            if not (mid.isascii() and mid.isdecimal() and idx.isascii() and idx.isdecimal()):
                raise UnreadablePage("msgid", f"应写作“编号_第几篇”，实际是 {entry.get('msgid')!r}")
            published = datetime.combine(_day(entry, "ref_date"), time(), CHINA).astimezone(UTC)
            name = {"account": account, "mid": mid, "idx": int(idx)}
            articles.append(OwnArticle(**name, published_at=published, found_by=FoundBy.NUMBERS))  # type: ignore[arg-type]
            if (reading := _newest(entry, at)) is not None:
                numbers.append(OwnNumbers(**name, reading=reading))  # type: ignore[arg-type]
    return Numbers(articles=tuple(articles), numbers=tuple(numbers), delayed=bool(flag(given, "is_delay")))


def _newest(entry: Object, at: datetime) -> Reading | None:
    details = [an_object(row, "detail_list") for row in rows(entry, "detail_list")]
    if not details:
        return None
    newest = max(details, key=lambda one: _day(one, "stat_date"))
    return Reading(
        read_at=at,
        reads=number(newest, "read_user"),
        reposts=number(newest, "share_user"),
        likes=number(newest, "like_user"),
        comments=number(newest, "comment_count"),
    )


def read_records(body: bytes, account: str, at: datetime, mark: Mark) -> Records:
    """A page of msgrecord/getmsglist. A record has no number of its own: writer, second and words name it."""
    given, posts, met = loaded(body), list[Post](), Counter[str]()
    records = rows(given, "recordlist")
    for place, row in enumerate(records):
        with within(f"recordlist[{place}]"):
            record = an_object(row, "record")
            if number(record, "opercode") == RECEIVED:
                posts.append(_record(record, account, at, mark, met))
    last = number(given, "msgid")
    if last is None:
        raise UnreadablePage("msgid", "缺少这一项")
    return Records(posts=tuple(posts), rows=len(records), last=last)


def _record(record: Object, account: str, at: datetime, mark: Mark, met: Counter[str]) -> Post:
    writer, text, moment = needed(record, "openid"), words(record, "text") or "", _moment(record, "time")
    named = hashlib.sha256(f"{writer}\0{moment.timestamp()}\0{text}".encode("utf-8", "surrogatepass")).hexdigest()[:32]
    met[named] += 1
    return _said(f"record:{account}:{named}:{met[named]}", text, moment, writer, "公众号客服", at, mark)


def read_desk(body: bytes, at: datetime, mark: Mark) -> DeskPage:
    """A page of kf/sync_msg; what staff and the system wrote is left out, and so are events."""
    given, posts = loaded(body), list[Post]()
    for place, row in enumerate(rows(given, "msg_list")):
        with within(f"msg_list[{place}]"):
            message = an_object(row, "msg")
            kind = needed(message, "msgtype")
            if kind != "event" and number(message, "origin") == FROM_CUSTOMER:
                posts.append(_desk_message(kind, message, at, mark))
    return DeskPage(posts=tuple(posts), cursor=words(given, "next_cursor") or "", more=bool(flag(given, "has_more")))


def _desk_message(kind: str, message: Object, at: datetime, mark: Mark) -> Post:
    if kind not in DESK_WORDS:
        raise UnreadablePage("msgtype", f"不认得的消息类型 {kind[:30]!r}")
    text = DESK_WORDS[kind](maybe(message, kind) or {})
    native, writer = f"kf:{needed(message, 'msgid')}", needed(message, "external_userid")
    return _said(native, text, _moment(message, "send_time"), writer, "微信客服", at, mark)


DESK_WORDS: Mapping[str, Callable[[Object], str]] = {
    "text": lambda said: words(said, "content") or "",
    "image": lambda said: "[图片]",
    "voice": lambda said: "[语音]",
    "video": lambda said: "[视频]",
    "file": lambda said: "[文件]",
    "location": lambda said: f"[位置] {words(said, 'name') or words(said, 'address') or ''}".strip(),
    "link": lambda said: f"[链接] {words(said, 'title') or ''}".strip(),
    "business_card": lambda said: "[名片]",
    "miniprogram": lambda said: f"[小程序] {words(said, 'title') or ''}".strip(),
    "msgmenu": lambda said: "[菜单]",
}


def _said(native: str, text: str, moment: datetime, writer: str, source: str, at: datetime, mark: Mark) -> Post:
    return Post(
        channel=Channel.WECHAT,
        native_id=native,
        kind=PostKind.MESSAGE,
        text=text,
        published_at=moment,
        collected_at=at,
        author=Author(key=mark(writer)),
        source=source,
    )


def _moment(holder: Object, key: str) -> datetime:
    told = number(holder, key)
    if told is None or not 0 < told < 1 << 33:
        raise UnreadablePage(key, f"应是时刻（秒），实际是 {told}")
    return datetime.fromtimestamp(told, UTC)


def _day(holder: Object, key: str) -> date:
    try:
        return date.fromisoformat(needed(holder, key))
    except ValueError:
        raise UnreadablePage(key, f"应是日期，实际是 {holder.get(key)!r}") from None
