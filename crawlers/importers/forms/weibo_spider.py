"""weiboSpider: a CSV or JSON file of one account's posts, one SQLite file.

Source: its writer and parser (2019 to 2025). Ids are the short form in addresses, not the number; times to the minute
in China time; each run puts its header into the CSV once more. A repost is one text: 转发理由, 原始用户, 转发内容.
Newer versions write neither tool nor counts.
"""

import re

from crawlers.importers.forms.form import Cell, Form, Told
from crawlers.importers.values import BadValue, shortened
from crawlers.pages.weibo_mid import mid_of
from domain.post import Channel, PostKind

SHORT = re.compile(r"[0-9A-Za-z]{8,10}")
REPOST = re.compile(r"(?:转发理由:)?(.*?)\n(?:原始用户: .*?\n)?转发内容: (.*)", re.DOTALL)
UNTOLD = frozenset({"无", "None"})


def _tidy(told: Told, cell: Cell) -> None:
    short = told["native_id"].strip()
    if not SHORT.fullmatch(short):
        raise BadValue(f"微博id“{shortened(short)}”不是地址里的短码")
    told["native_id"] = str(mid_of(short))
    told["url"] = f"https://weibo.com/detail/{told['native_id']}"
    if told["source"].strip() in UNTOLD:
        told["source"] = ""
    if match := REPOST.fullmatch(told["text"]):
        told["text"], told["quoted"] = match[1].strip(), match[2].strip()
        told["kind"] = PostKind.REPOST.value


def _object(told: Told, cell: Cell) -> None:
    told["author_name"] = cell("/user.nickname")
    told["author_id"] = told["author_id"] or cell("/user.id")
    _tidy(told, cell)


TABLE = Form(
    name="weiboSpider 微博（表格）",
    channel=Channel.WEIBO,
    sure=frozenset({"微博id", "微博正文", "原始图片url", "微博视频url", "发布位置", "发布时间"}),
    fields={
        "native_id": "微博id",
        "text": "微博正文",
        "published_at": "发布时间",
        "source": "发布工具",
        "reposts": "转发数",
        "comments": "评论数",
        "likes": "点赞数",
    },
    tidy=_tidy,
)
OBJECTS = Form(
    name="weiboSpider 微博（JSON 或数据库）",
    channel=Channel.WEIBO,
    sure=frozenset({"id", "content", "publish_time", "original", "original_pictures"}),
    fields={
        "native_id": "id",
        "text": "content",
        "published_at": "publish_time",
        "author_id": "user_id",
        "source": "publish_tool",
        "reposts": "retweet_num",
        "comments": "comment_num",
        "likes": "up_num",
    },
    tidy=_object,
)
