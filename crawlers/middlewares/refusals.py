"""Answers that are no page to read are recorded with their evidence and never reach a parser."""

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest
from scrapy.http import Response

from crawlers.ledger import Evidence
from crawlers.log_lines import ERRAND
from crawlers.ordered import OrderedSpider
from crawlers.pages.answer import Answer
from domain.refusal import Refusal

MOST_HOPS = 3
BY_PROXY = 407
"""The proxy itself wants a password: the site was never reached."""


class Refusals:
    """Stops the crawl at the first refusal of the visitor; follows redirects only inside the same host.

    It stands outside the retries, so that it sees what is left after them.
    """

    def __init__(self, spider: OrderedSpider) -> None:
        self.spider = spider

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Refusals":
        """Made by Scrapy."""
        return cls(OrderedSpider.of(crawler))

    def process_request(self, request: Request) -> None:
        """After a stop nothing more is asked, and nothing that has become pointless."""
        if (self.spider.ledger.stopped or self.spider.moot(request)) and ERRAND not in request.meta:
            raise IgnoreRequest("the crawl has been stopped")

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """Let pages pass, follow the site's own redirects, record all else."""
        if ERRAND in request.meta:
            return response
        answer = answer_of(response)
        refusal = Refusal.NETWORK if response.status == BY_PROXY else self.spider.refusal(answer)
        if refusal is None and answer.is_redirect() and answer.stays():
            hops = request.meta.get("hops", 0) + 1
            if hops <= MOST_HOPS:
                return request.replace(url=answer.target().geturl(), meta={**request.meta, "hops": hops})
            refusal = Refusal.ELSEWHERE
        if refusal is not None:
            self._record(refusal, answer, request)
            raise IgnoreRequest(refusal.value)
        self.spider.ledger.answered()
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Record a request that got no answer at all; Scrapy goes on with it as it would."""
        if isinstance(exception, DownloadCancelledError):
            self.spider.too_large(request)
        elif not isinstance(exception, IgnoreRequest) and ERRAND not in request.meta:
            self._record(Refusal.NETWORK, Answer(url=request.url, status=0, body=repr(exception).encode()), request)

    def _record(self, refusal: Refusal, answer: Answer, request: Request) -> None:
        by = f"，经代理 {request.meta['through']}" if refusal is Refusal.NETWORK and "through" in request.meta else ""
        where = f"，转到 {answer.target().netloc}{answer.target().path}"[:120] if answer.is_redirect() else ""
        place = f"{self.spider.site_name}（状态码 {answer.status or '无'}{where}{by}）"
        evidence = Evidence(url=answer.url, status=answer.status, body=answer.body, place=place)
        self.spider.declined(refusal, evidence, request)
        self.spider.logger.warning("refused: %s at %r with status %s", refusal.value, answer.url, answer.status)


def answer_of(response: Response) -> Answer:
    """A Scrapy response as the gates know it."""
    location = response.headers.get("Location")
    return Answer(
        url=response.url,
        status=response.status,
        body=response.body,
        location=location.decode("utf-8", "replace") if location else None,
    )
