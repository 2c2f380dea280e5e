"""Reads, shares and likes of own articles by the platform's books: datacube/getarticletotaldetail."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from functools import partial

from scrapy import Request
from scrapy.http import Response

from crawlers.found import Found
from crawlers.official import Answers, OfficialSpider
from crawlers.pages.wechat_official import read_numbers
from domain.day import day_of, spoken_day

CALL = "/datacube/getarticletotaldetail"
DAYS = 7


class WeChatNumbers(OfficialSpider):
    """Asks for the articles of each of the last seven days, yesterday first: today's books are never open."""

    name = "wechat-numbers"
    site_name = "公众号图文数据"

    async def start(self) -> AsyncIterator[Found | Request]:
        """Every day on its own."""
        today = day_of(self.now())
        for back in range(1, DAYS + 1):
            day = today - timedelta(days=back)
            asked = {"begin_date": day.isoformat(), "end_date": day.isoformat()}
            for request in self.ask(CALL, asked, partial(self.read, day)):
                yield request

    def read(self, day: date, response: Response) -> Answers:
        """The counts of a day's articles; their numbers are good for asking for comments as well."""
        where = f"{spoken_day(day)}的图文数据"
        found = self.parsed(lambda: read_numbers(response.body, self.own.appid, self.now()), response, where)
        if found is None:
            return
        if found.delayed:
            self.ledger.leave(f"平台说{where}还没有算完，下一轮再读")
        yield from found.articles
        yield from found.numbers
