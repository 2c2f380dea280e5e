"""The account's cookie on the requests that go to its own site."""

from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler

from crawlers.ordered import OrderedSpider


class SessionHeader:
    """Adds the Cookie header to requests for the spider's own site, and to no other host; routes bring their own.

    It goes in a header because Scrapy's cookie jar would let the site overwrite the log-in at its first redirect.
    """

    def __init__(self, spider: OrderedSpider) -> None:
        self.site = urlsplit(spider.site).netloc
        self.cookie = spider.cookie.strip()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "SessionHeader":
        """Made by Scrapy."""
        return cls(OrderedSpider.of(crawler))

    def process_request(self, request: Request) -> None:
        """Add the cookie where it belongs."""
        if self.cookie and "route" not in request.meta and urlsplit(request.url).netloc == self.site:
            request.headers["Cookie"] = self.cookie
