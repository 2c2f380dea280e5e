"""weibo-search: one CSV a keyword.

Source: its weibo/pipelines.py (2020 to 2026): UTF-8 with mark, times to the minute in China time, counts such as 1.2万;
a reposted post is a row of its own, retweet_id ties the two; newer versions add the column ip.
"""

from crawlers.importers.forms.form import Cell, Form, Told
from domain.post import Channel, PostKind


def _tidy(told: Told, cell: Cell) -> None:
    bid, author = cell("bid").strip(), told["author_id"].strip()
    if bid and author:
        told["url"] = f"https://weibo.com/{author}/{bid}"
    told["region"] = cell("ip")
    told["kind"] = (PostKind.REPOST if told["root_id"].strip() else PostKind.POST).value


FORM = Form(
    name="weibo-search 搜索结果",
    channel=Channel.WEIBO,
    sure=frozenset({"id", "bid", "user_id", "用户昵称", "微博正文", "发布时间", "retweet_id"}),
    fields={
        "native_id": "id",
        "text": "微博正文",
        "published_at": "发布时间",
        "root_id": "retweet_id",
        "author_id": "user_id",
        "author_name": "用户昵称",
        "source": "发布工具",
        "reposts": "转发数",
        "comments": "评论数",
        "likes": "点赞数",
    },
    tidy=_tidy,
)
