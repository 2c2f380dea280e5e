"""The reposts of one post: repostTimeline of weibo.com and of m.weibo.cn."""

from datetime import datetime

from crawlers.pages.unreadable import within
from crawlers.pages.weibo_rows import BlogPage, gathered
from crawlers.pages.weibo_shape import answered, member, number, rows


def read_reposts(body: bytes, collected_at: datetime) -> BlogPage:
    """A page of direct reposts, asked for by number: up to `pages`, or until a page comes without rows.

    The answer does not tell its own number, so that `next` is None on every page. Rows that their authors hide are
    missing without a word.
    """
    given = answered(body)
    if given is None:
        return BlogPage(nothing=True)
    found = rows(given, "data")
    return gathered(found, collected_at, "data").page(
        total=number(given, "total_number"), pages=number(given, "max_page")
    )


def read_mobile_reposts(body: bytes, collected_at: datetime) -> BlogPage:
    """The same of m.weibo.cn."""
    given = answered(body)
    if given is None:
        return BlogPage(nothing=True)
    with within("data"):
        data = member(given, "data")
        return gathered(rows(data, "data"), collected_at, "data").page(
            total=number(data, "total_number"), pages=number(data, "max")
        )
