"""What Scrapy says of posts in the log: never their text."""

import logging

from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.logformatter import LogFormatter, LogFormatterResult
from twisted.python.failure import Failure

from domain.post import Post

ERRAND = "errand"
"""The mark, in `meta`, of a request that a middleware makes for itself."""


class QuietLogFormatter(LogFormatter):
    """Names a post by channel and number, since its text is a stranger's and may forge a line."""

    def crawled(  # type: ignore[override]
        self, request: Request, response: Response, spider: Spider
    ) -> LogFormatterResult | None:
        """An answer to the crawl; errands are left out, since their addresses may hold a credential."""
        return None if ERRAND in request.meta else super().crawled(request, response, spider)

    def scraped(  # type: ignore[override]
        self, item: object, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult | None:
        """Nothing: the crawl's row counts the posts."""
        return None

    def dropped(
        self, item: object, exception: BaseException, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult:
        """A post that goes no further is nothing to warn of."""
        return {"level": logging.DEBUG, "msg": "dropped %s: %s", "args": (_named(item), exception)}

    def item_error(
        self, item: object, exception: BaseException, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult:
        """A post that a pipeline stumbled over; the traceback follows."""
        return {"level": logging.ERROR, "msg": "a pipeline failed at %s", "args": (_named(item),)}


def _named(item: object) -> str:
    return f"{item.channel} {item.native_id!r}" if isinstance(item, Post) else type(item).__name__
