"""What can be known of a post, by its name in code, in Chinese, and in the headers that files have."""

from collections.abc import Mapping

FIELDS: Mapping[str, str] = {
    "native_id": "平台编号",
    "text": "正文",
    "published_at": "发布时间",
    "kind": "类型",
    "title": "标题",
    "url": "链接",
    "quoted": "引用内容",
    "root_id": "原帖编号",
    "author_id": "作者编号",
    "author_name": "作者",
    "followers": "粉丝数",
    "region": "地区",
    "source": "来自",
    "reposts": "转发数",
    "comments": "评论数",
    "likes": "点赞数",
    "reads": "阅读数",
}
ALIASES: Mapping[str, tuple[str, ...]] = {
    "native_id": ("id", "mid", "微博id", "文章id", "note_id", "post_id", "平台编号", "编号"),
    "text": ("text", "content", "正文", "微博正文", "内容", "全文", "body"),
    "published_at": (
        *("published_at", "created_at", "time", "date", "create_time", "publish_time"),
        *("发布时间", "时间", "发布日期", "日期", "发表时间", "发文时间"),
    ),
    "kind": ("kind", "类型", "type"),
    "title": ("title", "标题"),
    "url": ("url", "link", "链接", "地址", "原文链接", "note_url"),
    "quoted": ("quoted", "引用内容", "原微博正文"),
    "root_id": ("root_id", "原帖编号", "retweet_id"),
    "author_id": ("author_id", "user_id", "uid", "作者编号", "用户id"),
    "author_name": ("author_name", "user_name", "nickname", "screen_name", "作者", "用户昵称", "账号", "公众号"),
    "followers": ("followers", "followers_count", "粉丝数"),
    "region": ("region", "ip_location", "region_name", "地区", "发布地", "ip"),
    "source": ("source", "来源", "发布工具", "来自"),
    "reposts": ("reposts", "reposts_count", "转发数", "shared_count"),
    "comments": ("comments", "comments_count", "评论数"),
    "likes": ("likes", "attitudes_count", "点赞数", "liked_count"),
    "reads": ("reads", "read_num", "阅读数", "阅读量"),
}
KNOWN: Mapping[str, str] = {name: field for field, names in reversed(list(ALIASES.items())) for name in names}


def field_of(name: str) -> str | None:
    """The field that a column of this name holds, None where the name says nothing."""
    return KNOWN.get(cleaned(name).casefold())


def cleaned(name: str) -> str:
    """A name of a column without spaces and byte order mark around it."""
    return name.strip().removeprefix("\ufeff")
