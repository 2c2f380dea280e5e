"""weibo-crawler: a CSV or JSON file of one account's posts, CSV files of comments, one SQLite file.

Source: its weibo.py (2020 to 2026). CSV: ids end in a tab, so that Excel does not round them; rows of posts that repeat
nothing end early; a repeated post stands in columns 源微博…; the author is only in the name of the folder. JSON: an
object with user and weibo, the repeated post as an object inside; created_at may be a day alone, full_created_at has
the second. Texts may hold tags.
"""

from crawlers.importers.forms.form import Cell, Form, Told, unmarked
from domain.post import Channel, PostKind

DETAIL = "https://m.weibo.cn/detail/"


def _repeated(told: Told, root: str, text: str) -> None:
    told["text"] = unmarked(told["text"])
    told["root_id"], told["quoted"] = root.strip(), unmarked(text)
    told["kind"] = (PostKind.REPOST if told["root_id"] else PostKind.POST).value
    told["url"] = f"{DETAIL}{told['native_id'].strip()}"


def _row(told: Told, cell: Cell) -> None:
    told["published_at"] = cell("完整日期") or told["published_at"]
    _repeated(told, cell("源微博id"), cell("源微博正文"))


def _object(told: Told, cell: Cell) -> None:
    told["published_at"] = cell("full_created_at") or told["published_at"]
    _repeated(told, cell("retweet.id") or cell("retweet_id"), cell("retweet.text"))


def _comment(told: Told, cell: Cell) -> None:
    told["text"] = unmarked(told["text"])
    told["author_id"] = cell("user_id")
    told["kind"] = PostKind.COMMENT.value


TABLE = Form(
    name="weibo-crawler 微博（表格）",
    channel=Channel.WEIBO,
    sure=frozenset({"id", "bid", "正文", "日期", "@用户"}),
    fields={
        "native_id": "id",
        "text": "正文",
        "published_at": "日期",
        "source": "工具",
        "reposts": "转发数",
        "comments": "评论数",
        "likes": "点赞数",
    },
    tidy=_row,
    ragged=True,
)
OBJECTS = Form(
    name="weibo-crawler 微博（JSON 或数据库）",
    channel=Channel.WEIBO,
    sure=frozenset({"id", "bid", "user_id", "screen_name", "text", "at_users", "attitudes_count"}),
    fields={
        "native_id": "id",
        "text": "text",
        "published_at": "created_at",
        "author_id": "user_id",
        "author_name": "screen_name",
        "source": "source",
        "reposts": "reposts_count",
        "comments": "comments_count",
        "likes": "attitudes_count",
    },
    tidy=_object,
)
COMMENTS = Form(
    name="weibo-crawler 评论",
    channel=Channel.WEIBO,
    sure=frozenset({"id", "weibo_id", "created_at", "user_screen_name", "text", "pic_url", "like_count"}),
    fields={
        "native_id": "id",
        "root_id": "weibo_id",
        "text": "text",
        "published_at": "created_at",
        "author_name": "user_screen_name",
        "likes": "like_count",
    },
    tidy=_comment,
)
