"""Comments and replies: buildComments of weibo.com; hotflow, hotFlowChild and api/comments/show of m.weibo.cn."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from crawlers.pages.unreadable import UnreadablePage, within
from crawlers.pages.weibo_author import read_author
from crawlers.pages.weibo_mblog import region_of
from crawlers.pages.weibo_shape import (
    Object,
    an_object,
    answered,
    count,
    maybe,
    maybe_rows,
    member,
    number,
    rows,
    words,
)
from crawlers.pages.weibo_when import mid_from, published
from crawlers.pages.weibo_words import clean, read_words
from domain.post import Channel, Post, PostKind, Reading

POST_OF = re.compile(r"(?:^|\|)mid:(\d+)")
PLACE = re.compile(r"(?:来自|來自|发布于)\s*(.+)")
ROBOT = "罗伯特"


@dataclass(frozen=True, kw_only=True)
class CommentPage:
    """One page of comments, replies that come with them included, each after the comment that it belongs to.

    `next_max_id` is what the site wants to hear for the next page, None at the end; `max_id_type` goes with it, as
    received. `total` is the site's own count, which also counts comments that it never shows. `unfolded` are the
    numbers of comments with more replies than came along. `notice` is what the site says under the list.
    """

    posts: tuple[Post, ...] = ()
    unreadable: tuple[UnreadablePage, ...] = ()
    next_max_id: str | None = None
    max_id_type: int = 0
    total: int | None = None
    unfolded: tuple[str, ...] = ()
    notice: str | None = None
    nothing: bool = False


@dataclass(kw_only=True)
class _Thread:
    """Comments on their way to a page."""

    at: datetime
    root: str | None
    posts: list[Post] = field(default_factory=list)
    unreadable: list[UnreadablePage] = field(default_factory=list)
    unfolded: list[str] = field(default_factory=list)

    def take(self, given: Iterable[object], place: str, above: str | None = None) -> None:
        for at, row in enumerate(given):
            try:
                with within(f"{place}[{at}]"):
                    self._one(an_object(row, "comment"), above)
            except UnreadablePage as reason:
                self.unreadable.append(reason)

    def _one(self, comment: Object, above: str | None) -> None:
        post = _comment(comment, self.root, self.at)
        if above and number(comment, "rootid") not in (None, int(above)):
            raise UnreadablePage("rootid", f"回复属于 {comment.get('rootid')}，却列在 {above} 之下")
        replies = maybe_rows(comment, "comments")
        self.posts.append(post)
        if (number(comment, "total_number") or 0) > len(replies):
            self.unfolded.append(post.native_id)
        self.take(replies, "comments", post.native_id)

    def page(self, holder: Object, *, total: int | None = None, notice: str | None = None) -> CommentPage:
        """`holder` carries max_id and max_id_type."""
        max_id = number(holder, "max_id")
        return CommentPage(
            posts=tuple(self.posts),
            unreadable=tuple(self.unreadable),
            next_max_id=str(max_id) if max_id else None,
            max_id_type=number(holder, "max_id_type") or 0,
            total=number(holder, "total_number") if total is None else total,
            unfolded=tuple(self.unfolded),
            notice=notice,
        )


def read_comments(body: bytes, collected_at: datetime, *, root_id: str | None = None) -> CommentPage:
    """A page of buildComments, of comments or of the replies to one.

    `root_id` is the number of the post above; where the caller does not know it, the comments' own word is taken.
    """
    given = answered(body)
    if given is None:
        return CommentPage(nothing=True)
    thread = _Thread(at=collected_at, root=root_id)
    thread.take(rows(given, "data"), "data")
    notice = clean(words(given, "trendsText") or "")
    return thread.page(given, notice=notice or None)


def read_mobile_comments(body: bytes, collected_at: datetime, *, root_id: str | None = None) -> CommentPage:
    """A page of hotflow."""
    given = answered(body)
    if given is None:
        return CommentPage(nothing=True)
    thread = _Thread(at=collected_at, root=root_id)
    with within("data"):
        data = member(given, "data")
        thread.take(rows(data, "data"), "data")
        return thread.page(data)


def read_mobile_replies(body: bytes, collected_at: datetime, *, root_id: str | None = None) -> CommentPage:
    """A page of hotFlowChild: the replies to one comment, at the top level of the answer."""
    given = answered(body)
    if given is None:
        return CommentPage(nothing=True)
    thread = _Thread(at=collected_at, root=root_id)
    thread.take(rows(given, "data"), "data")
    return thread.page(given)


def read_old_mobile_comments(body: bytes, collected_at: datetime, *, root_id: str | None = None) -> CommentPage:
    """A page of api/comments/show, asked for by number; hot comments come along on the first page, some twice."""
    given = answered(body)
    if given is None:
        return CommentPage(nothing=True)
    thread = _Thread(at=collected_at, root=root_id)
    with within("data"):
        data = member(given, "data")
        thread.take(maybe_rows(data, "hot_data"), "hot_data")
        seen = {post.native_id for post in thread.posts}
        thread.take((row for row in rows(data, "data") if _number_of(row) not in seen), "data")
        return thread.page(data)


def _number_of(row: object) -> str | None:
    return str(row.get("id")) if isinstance(row, dict) else None


def _comment(comment: Object, root: str | None, at: datetime) -> Post:
    told = {str(value) for key in ("idstr", "mid", "id") if (value := number(comment, key)) is not None}
    if len(told) != 1:
        raise UnreadablePage("id", f"评论编号缺失或前后不一：{sorted(told)}")
    native = mid_from(told.pop(), "id")
    source = clean(read_words(words(comment, "source") or "").text)
    place = PLACE.fullmatch(source)
    root = _root(comment, root)
    return Post(
        channel=Channel.WEIBO,
        native_id=str(native),
        kind=PostKind.COMMENT,
        text=_text(comment),
        quoted=_answered_words(comment),
        root_id=root,
        published_at=published(native, words(comment, "created_at"), at),
        collected_at=at,
        url=f"https://m.weibo.cn/detail/{root}" if root else None,
        author=read_author(member(comment, "user")),
        region=region_of(place[1]) if place and place[1] != ROBOT else None,
        source=source or None if not place else None,
        reading=_reading(comment, at),
    )


def _text(comment: Object) -> str:
    """The words of a comment; one that is only a picture has none."""
    for key, lines in (("text", False), ("text_raw", True)):
        shown = comment.get(key)
        if isinstance(shown, str):
            return read_words(shown, lines=lines).text
        if shown is not None:
            break
    raise UnreadablePage("text", "没有正文")


def _answered_words(comment: Object) -> str | None:
    """What a reply answers, where the site repeats it; reply_original_text is the reply itself, without its address."""
    answered_to = maybe(comment, "reply_comment")
    said = words(answered_to, "text") if answered_to else None
    return read_words(said).text or None if said else None


def _root(comment: Object, asked: str | None) -> str | None:
    """The post above; raises UnreadablePage where the comment belongs to another one than was asked for."""
    match = POST_OF.search(words(comment, "analysis_extra") or "")
    if match and asked and match[1] != asked:
        raise UnreadablePage("analysis_extra", f"评论属于 {match[1]}，问的是 {asked}")
    return asked or (match[1] if match else None)


def _reading(comment: Object, at: datetime) -> Reading:
    """weibo.com counts like_counts, m.weibo.cn like_count; replies are counted as comments."""
    likes = count(comment, "like_counts") or count(comment, "like_count")
    replies = count(comment, "total_number")
    return Reading(read_at=at, likes=likes.number if likes else None, comments=replies.number if replies else None)
