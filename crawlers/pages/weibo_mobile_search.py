"""A result page of the search of m.weibo.cn (container 100103)."""

from datetime import datetime

from crawlers.pages.weibo_rows import BlogPage
from crawlers.pages.weibo_timeline import read_cards

MOST_TOLD = 1000
"""The site never says that there are more results than this."""


def read_mobile_search(body: bytes, collected_at: datetime) -> BlogPage:
    """The posts of a result page; `next` is the number of the next page.

    `total` is capped at 1000 by the site. A page without posts is the end of the list or a quiet refusal: `nothing`
    tells that the site said so itself.
    """
    return read_cards(body, collected_at)
