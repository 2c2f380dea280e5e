"""The site's own table of [emoticons]."""

from crawlers.pages.unreadable import within
from crawlers.pages.weibo_shape import an_object, loaded, member, needed, rows


def read_emoticons(body: bytes) -> tuple[str, ...]:
    """The names of all emoticons, brackets included, each once, in the order of the table."""
    with within("data.emoticon"):
        tables = member(member(member(loaded(body), "data"), "emoticon"), "ZH_CN")
        groups = [rows(tables, name) for name in tables]
        names = [needed(an_object(row, "emoticon"), "phrase") for group in groups for row in group]
    return tuple(dict.fromkeys(names))
