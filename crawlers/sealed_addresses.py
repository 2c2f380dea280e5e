"""Keeps the keys of addresses on the wire and out of everything else: logs, evidence, reasons, redirects."""

import logging
from collections.abc import Mapping
from urllib.parse import quote

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler, logger
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, DownloadFailedError, DownloadTimeoutError, ResponseDataLossError
from scrapy.http import Response

from crawlers.ordered import OrderedSpider

LONG_ENOUGH = 6
"""Letters of a key that is covered wherever it stands; a shorter one only behind its name, or all text would suffer."""
TELLS_ADDRESS = (DownloadCancelledError, DownloadFailedError, DownloadTimeoutError, ResponseDataLossError)


class SealedAddresses(HTTP11DownloadHandler):
    """Downloads with the keys of the spider's `secrets` put where a request has their covers.

    What comes back has the covers again: the address, the header Location, the body, and the words of a failure. Nobody
    above the network ever holds a key.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.cover = Cover(OrderedSpider.of(crawler).secrets)
        logger.addFilter(self.cover.filter)

    async def download_request(self, request: Request) -> Response:
        """Ask with the keys; raises what Scrapy's own handler raises, in words without keys."""
        try:
            response = await super().download_request(request.replace(url=self.cover.off(request.url)))
        except TELLS_ADDRESS as trouble:
            raise type(trouble)(self.cover.over(str(trouble))) from None
        covered = response.replace(url=request.url, body=self.cover.over_bytes(response.body))
        if location := response.headers.get("Location"):
            covered.headers["Location"] = self.cover.over_bytes(location)
        return covered

    async def close(self) -> None:
        """Let go of the network and of the log."""
        logger.removeFilter(self.cover.filter)
        await super().close()


class Cover:
    """Puts covers in the place of secrets and back; `secrets` are (name, secret) by cover."""

    def __init__(self, secrets: Mapping[str, tuple[str, str]]) -> None:
        self.by_cover = {cover: quote(secret, safe="") for cover, (_, secret) in secrets.items()}
        self.pairs = [pair for cover, (name, secret) in secrets.items() for pair in _forms(cover, name, secret)]

    def off(self, address: str) -> str:
        """The address as it is asked."""
        for cover, secret in self.by_cover.items():
            address = address.replace(cover, secret)
        return address

    def over(self, text: str) -> str:
        """The text without secrets."""
        for secret, cover in self.pairs:
            text = text.replace(secret, cover)
        return text

    def over_bytes(self, body: bytes) -> bytes:
        """The same for bytes of any encoding that writes ASCII as ASCII."""
        for secret, cover in self.pairs:
            body = body.replace(secret.encode(), cover.encode())
        return body

    def filter(self, record: logging.LogRecord) -> bool:
        """Cover what a log line says."""
        record.msg, record.args = self.over(record.getMessage()), ()
        return True


def _forms(cover: str, name: str, secret: str) -> list[tuple[str, str]]:
    """A secret as it may stand in an address or a text, the longest form first."""
    written = dict.fromkeys((secret, quote(secret, safe=""), quote(secret)))
    forms = [(f"{name}={one}", f"{name}={cover}") for one in written]
    return forms + [(one, cover) for one in written if len(one) >= LONG_ENOUGH]
