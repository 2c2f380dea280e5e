"""A post as it was when collected, its author and its counts."""

from dataclasses import dataclass
from datetime import datetime

from domain.shown import Shown


class Channel(Shown):
    """Where posts come from, and only that."""

    WEIBO = "weibo", "微博"
    WECHAT = "wechat", "微信"
    OTHER = "other", "其他"


class PostKind(Shown):
    """What one public message is."""

    POST = "post", "原帖"
    REPOST = "repost", "转发"
    COMMENT = "comment", "评论"
    ARTICLE = "article", "文章"


class Verification(Shown):
    """What the platform says of an author; PERSON and above are verified."""

    NONE = "none", "未认证"
    PERSON = "person", "个人认证"
    ORGANISATION = "organisation", "机构认证"
    MEDIA = "media", "媒体认证"
    GOVERNMENT = "government", "政务认证"


@dataclass(frozen=True, kw_only=True)
class Author:
    """Who wrote a post; `key` is the platform's own id, unknown facts are None."""

    key: str
    name: str | None = None
    followers: int | None = None
    verification: Verification | None = None


@dataclass(frozen=True, kw_only=True)
class Reading:
    """Counts of a post as read at one moment; None where the page does not tell."""

    read_at: datetime
    reposts: int | None = None
    comments: int | None = None
    likes: int | None = None
    reads: int | None = None


@dataclass(frozen=True, kw_only=True)
class Post:
    """One public message as it was when collected.

    Identity is (channel, native_id). `text` is the author's own words, `quoted` the words of the post that it
    repeats; `root_id` is the native id of the post at the head of a thread. `cut` says that the page showed only the
    beginning of the text. `dated` is false where no page told when it was published: `published_at` is then when it was
    first seen, until a page tells. Times are aware.
    """

    channel: Channel
    native_id: str
    kind: PostKind
    text: str
    published_at: datetime
    collected_at: datetime
    url: str | None = None
    title: str | None = None
    quoted: str | None = None
    root_id: str | None = None
    author: Author | None = None
    region: str | None = None
    source: str | None = None
    reading: Reading | None = None
    cut: bool = False
    dated: bool = True
