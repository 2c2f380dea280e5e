"""A post object of weibo.com or m.weibo.cn, or the notice that stands in its place."""

from dataclasses import dataclass, replace
from datetime import datetime

from crawlers.pages.counts import Count
from crawlers.pages.unreadable import UnreadablePage, within
from crawlers.pages.weibo_author import read_author
from crawlers.pages.weibo_mid import bid_of
from crawlers.pages.weibo_shape import Object, an_object, count, flag, maybe, maybe_rows, member, number, rows, words
from crawlers.pages.weibo_when import full_time, mid_from, published
from crawlers.pages.weibo_words import Words, absence_of, clean, is_notice, parted, read_words
from domain.absence import Absence, Gone
from domain.post import Channel, Post, PostKind, Reading

STATES = {7: Absence.DELETED, 8: Absence.REMOVED}
REGION_MARKS = ("发布于", "來自", "来自", "IP属地：")
PINNED = 2


@dataclass(frozen=True, kw_only=True)
class Mblog:
    """A post, and what else its object tells.

    `post.cut` says that the site shows, or may show, only the beginning. `at_least`: one of its counts is a lower bound
    (100万+). `edits`, `edited_at`, `restricted` (not for everybody to see) and `pictures` are None where not told.
    `original` is the repeated post, complete, or the notice in its place. `swift`: repeated by one tap, no own words.
    """

    post: Post
    at_least: bool = False
    pinned: bool = False
    swift: bool = False
    restricted: bool | None = None
    edits: int | None = None
    edited_at: datetime | None = None
    pictures: int | None = None
    topics: tuple[str, ...] = ()
    original: "Mblog | Gone | None" = None

    @property
    def needs_full_text(self) -> bool:
        """Whether the whole text has to be asked for."""
        return self.post.cut


def read_mblog(given: object, collected_at: datetime, *, whole: bool = False) -> Mblog | Gone:
    """The post of one object, or the notice that it is gone.

    `whole`: the answer is of a kind that never shortens, whatever the object says. Raises UnreadablePage where the
    object has no author, no text or counts of an unknown form, or where its numbers and times contradict each other.
    """
    blog = an_object(given, "mblog")
    if (gone := _gone(blog)) is not None:
        return gone
    mid = _mid(blog)
    shown = _words(blog)
    original = _original(blog, mid, collected_at)
    counts = [count(blog, key) for key in ("reposts_count", "comments_count", "attitudes_count")]
    cut = shown.cut or (not whole and _is_long(blog))
    post = _post(blog, mid, collected_at, shown.text, original, counts)
    return Mblog(
        post=replace(post, cut=True) if cut else post,
        at_least=any(one.at_least for one in counts if one),
        pinned=is_pinned(blog),
        swift=number(blog, "ori_mid") is not None,
        restricted=_restricted(blog),
        edits=_edits(blog),
        edited_at=full_time(edited) if (edited := words(blog, "edit_at")) else None,
        pictures=_pictures(blog),
        topics=_topics(blog),
        original=original,
    )


def _post(
    blog: Object, mid: int, at: datetime, text: str, original: "Mblog | Gone | None", counts: list[Count | None]
) -> Post:
    own, chain = parted(text)
    author = read_author(member(blog, "user"))
    reposts, comments, likes = (one.number if one else None for one in counts)
    reads = count(blog, "reads_count") or count(blog, "reads")
    return Post(
        channel=Channel.WEIBO,
        native_id=str(mid),
        kind=PostKind.REPOST if original else PostKind.POST,
        text=own,
        quoted="\n".join(part for part in (chain, _repeated(original)) if part) or None,
        root_id=_root(original),
        published_at=published(mid, words(blog, "created_at"), at),
        collected_at=at,
        url=f"https://weibo.com/{author.key}/{bid_of(mid)}",
        author=author,
        region=region_of(words(blog, "region_name")),
        source=_source(words(blog, "source")),
        reading=Reading(
            read_at=at, reposts=reposts, comments=comments, likes=likes, reads=reads.number if reads else None
        ),
    )


def _mid(blog: Object) -> int:
    """The number of a post, told up to four times and always the same."""
    told = {str(value) for key in ("idstr", "mid", "id") if (value := number(blog, key)) is not None}
    if len(told) != 1:
        raise UnreadablePage("mid", f"帖文编号缺失或前后不一：{sorted(told)}")
    mid = mid_from(told.pop(), "mid")
    bids = {bid for key in ("mblogid", "bid") if (bid := words(blog, key))}
    if bids - {bid_of(mid)}:
        raise UnreadablePage("mblogid", f"短编号 {sorted(bids)} 不是 {mid} 的")
    return mid


def _words(blog: Object) -> Words:
    """The whole text where the object carries it, else the shown one; HTML first, since it names the links."""
    long = maybe(blog, "longText")
    inline = words(blog, "longTextContent_raw") or (
        (words(long, "longTextContent") or words(long, "content")) if long else None
    )
    if inline:
        return read_words(inline, lines=True)
    if (shown := blog.get("text")) is not None:
        if not isinstance(shown, str):
            raise UnreadablePage("text", "正文不是文字")
        found = read_words(shown)
        return Words(text=found.text, cut=found.cut or _is_continued(blog))
    raw = words(blog, "text_raw") or words(blog, "raw_text")
    if raw is None:
        raise UnreadablePage("text", "没有正文")
    return Words(text=read_words(_with_titles(raw, blog), lines=True).text, cut=_is_continued(blog))


def _with_titles(raw: str, blog: Object) -> str:
    """Plain text in which short links read as in the HTML: by their title."""
    for row in maybe_rows(blog, "url_struct"):
        link = an_object(row, "url_struct")
        short, title = words(link, "short_url"), words(link, "url_title")
        if short and title:
            raw = raw.replace(short, title)
    return raw


def _is_continued(blog: Object) -> bool:
    tag = maybe(blog, "continue_tag")
    return tag is not None and words(tag, "title") == "全文"


def _is_long(blog: Object) -> bool:
    carried = maybe(blog, "longText") or words(blog, "longTextContent_raw")
    return flag(blog, "isLongText") is True and not carried


def _original(blog: Object, mid: int, at: datetime) -> Mblog | Gone | None:
    """The repeated post; one without an author is gone, whatever it says."""
    repeated = maybe(blog, "retweeted_status")
    if repeated is None:
        return None
    with within("retweeted_status"):
        found = read_mblog(repeated, at) if maybe(repeated, "user") else _gone(repeated) or _nobody(repeated)
        if isinstance(found, Mblog) and int(found.post.native_id) >= mid:
            raise UnreadablePage("mid", "被转发的帖文比转发还新")
    return found


def _gone(blog: Object) -> Gone | None:
    """The notice in the place of a post: marked as deleted, or without an author and with the site's words."""
    state = number(blog, "state")
    said = read_words(words(blog, "text") or words(blog, "text_raw") or "").text
    marked = flag(blog, "deleted") is True or state in STATES
    if not marked and not (maybe(blog, "user") is None and is_notice(said)):
        return None
    return Gone(
        channel=Channel.WEIBO,
        native_id=_number_or_none(blog),
        why=_why(said, state, marked=marked),
        words=said,
    )


def _why(said: str, state: int | None, *, marked: bool) -> Absence:
    told = absence_of(said)
    if state in STATES:
        return STATES[state]
    return Absence.DELETED if marked and told is Absence.UNKNOWN else told


def _nobody(blog: Object) -> Gone:
    said = read_words(words(blog, "text") or "").text
    return Gone(channel=Channel.WEIBO, native_id=_number_or_none(blog), why=absence_of(said), words=said)


def _number_or_none(blog: Object) -> str | None:
    return str(_mid(blog)) if any(blog.get(key) for key in ("idstr", "mid", "id")) else None


def _repeated(original: Mblog | Gone | None) -> str | None:
    """All words of the repeated post, its own and those that it repeats by //@."""
    if not isinstance(original, Mblog):
        return None
    return "".join(part for part in (original.post.text, original.post.quoted) if part) or None


def _root(original: Mblog | Gone | None) -> str | None:
    return original.post.native_id if isinstance(original, Mblog) else original.native_id if original else None


def is_pinned(blog: Object) -> bool:
    """Whether the author keeps the post on top of the list, out of its order in time."""
    return (
        number(blog, "mblogtype") == PINNED
        or flag(blog, "isTop") is True
        or "置顶" in title_of(blog)
        or (words(blog, "profile_type_id") or "").startswith("proweibotop")
    )


def title_of(blog: Object) -> str:
    """The line that a list puts over a post (置顶, 他赞过的微博); empty where there is none."""
    title = blog.get("title")
    if isinstance(title, str):
        return title
    holder = maybe(blog, "title")
    return (words(holder, "text") or "") if holder else ""


def region_of(written: str | None) -> str | None:
    """北京 of 发布于 北京 or 来自北京; None where nothing is told."""
    place = clean(written or "")
    for mark in REGION_MARKS:
        place = place.removeprefix(mark).strip()
    return place or None


def _source(written: str | None) -> str | None:
    return read_words(written).text or None if written else None


def _restricted(blog: Object) -> bool | None:
    visible = maybe(blog, "visible")
    kind = number(visible, "type") if visible else None
    return None if kind is None else kind != 0


def _edits(blog: Object) -> int | None:
    """How often the text was changed; 1 where the object only says that it was."""
    times = number(blog, "edit_count")
    config = maybe(blog, "edit_config")
    edited = flag(config, "edited") if config else None
    return times if times is not None else None if edited is None else int(edited)


def _pictures(blog: Object) -> int | None:
    told = number(blog, "pic_num")
    for key in ("pic_ids", "pics"):
        if told is None and blog.get(key) is not None:
            told = len(rows(blog, key))
    return told


def _topics(blog: Object) -> tuple[str, ...]:
    names = [words(an_object(row, "topic_struct"), "topic_title") for row in maybe_rows(blog, "topic_struct")]
    return tuple(name for name in names if name)
