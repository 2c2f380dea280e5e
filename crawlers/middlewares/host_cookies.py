"""The cookies that a site gives a visitor, for spiders that come without an account."""

from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response

from crawlers.ordered import OrderedSpider

OVER = ("max-age=0", "1970", "1969")


class HostCookies:
    """Gives each host back what it set, and no other host anything.

    Scrapy's own jar loads a list of all top-level domains from the network at its first cookie; a crawl may speak to
    nobody but its sites.
    """

    def __init__(self) -> None:
        self.by_host: dict[str, dict[str, str]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "HostCookies":
        """Made by Scrapy; declines for spiders that bring an account's cookie."""
        if not OrderedSpider.of(crawler).keeps_cookies:
            raise NotConfigured
        return cls()

    def process_request(self, request: Request) -> None:
        """Send what this host has set so far."""
        if cookies := self.by_host.get(urlsplit(request.url).netloc):
            request.headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())

    def process_response(self, request: Request, response: Response) -> Response:
        """Take what it sets now; an empty or expired cookie is dropped."""
        for header in response.headers.getlist("Set-Cookie"):
            pair, _, attributes = header.decode("latin-1").partition(";")
            name, _, value = (part.strip() for part in pair.partition("="))
            cookies = self.by_host.setdefault(urlsplit(request.url).netloc, {})
            if value and not any(mark in attributes.lower() for mark in OVER):
                cookies[name] = value
            else:
                cookies.pop(name, None)
        return response
