"""MediaCrawler, Weibo: JSON, JSONL, CSV, Excel sheets and the SQLite tables hold the same columns.

Source: its store/weibo (2025-09 to 2026): create_time in epoch seconds, create_date_time with zone, counts as text,
ip_location without its prefix, tags taken out of the text but entities left in. Newer versions hide who wrote: the
column creator_hash in place of user_id. Tables of creators hold no posts.
"""

from crawlers.importers.forms.form import Cell, Form, Told, unmarked
from domain.post import Channel, PostKind


def _author_and_words(told: Told, cell: Cell) -> None:
    told["author_id"] = told["author_id"] or cell("creator_hash")
    told["text"] = unmarked(told["text"])


def _comment(told: Told, cell: Cell) -> None:
    _author_and_words(told, cell)
    told["kind"] = PostKind.COMMENT.value


NOTES = Form(
    name="MediaCrawler 微博帖文",
    channel=Channel.WEIBO,
    sure=frozenset({"note_id", "content", "create_time", "create_date_time", "shared_count", "note_url"}),
    fields={
        "native_id": "note_id",
        "text": "content",
        "published_at": "create_time",
        "url": "note_url",
        "author_id": "user_id",
        "author_name": "nickname",
        "region": "ip_location",
        "reposts": "shared_count",
        "comments": "comments_count",
        "likes": "liked_count",
    },
    tidy=_author_and_words,
)
COMMENTS = Form(
    name="MediaCrawler 微博评论",
    channel=Channel.WEIBO,
    sure=frozenset({"comment_id", "note_id", "content", "create_date_time", "comment_like_count"}),
    fields={
        "native_id": "comment_id",
        "root_id": "note_id",
        "text": "content",
        "published_at": "create_time",
        "author_id": "user_id",
        "author_name": "nickname",
        "region": "ip_location",
        "comments": "sub_comment_count",
        "likes": "comment_like_count",
    },
    tidy=_comment,
)
CREATORS = frozenset({"user_id", "fans", "follows", "tag_list"})
