"""One crawl from its row in the database to its outcome; runs as the main thread of a process of its own."""

from collections.abc import Mapping

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from crawlers import settings as defaults
from crawlers.expectations import judge
from crawlers.ledger import Ledger
from crawlers.order import Clock, Order, Sites
from crawlers.ordered import OrderedSpider
from crawlers.spiders.wechat_articles import WeChatArticles
from crawlers.spiders.weibo_search import WeiboSearch
from domain.crawl import CrawlEnd, CrawlOutcome, CrawlPlan
from domain.keyword import trouble_with
from storage import crawl_slices, crawls, watches

SPIDERS: Mapping[str, type[OrderedSpider]] = {spider.name: spider for spider in (WeiboSearch, WeChatArticles)}
STORE = {"crawlers.pipelines.store.StoreInBatches": 300}
WITHOUT_PAUSE = 16


class NoSuchSpider(LookupError):
    """No spider has this name; the message lists those that there are."""


def run(plan: CrawlPlan, sites: Sites, clock: Clock) -> CrawlOutcome:
    """Carry out a plan: begin its row, crawl, end the row; the outcome is returned as well.

    Whatever happens short of a kill, the row ends: an error of ours ends it as failed and is raised on. SIGTERM and
    SIGINT end it as partial, with what had been parsed stored. To be called once a process, in its main thread, with
    Django set up. Raises NoSuchSpider before anything is written.
    """
    if plan.spider not in SPIDERS:
        raise NoSuchSpider(f"没有名为“{plan.spider}”的采集器；现有：{'、'.join(SPIDERS)}")
    spider = SPIDERS[plan.spider]
    order = Order(
        watch=watches.by_key(plan.watch),
        since=plan.since,
        until=plan.until,
        sites=sites,
        clock=clock,
        usual=crawls.usual(plan.watch, spider.channel, plan.since, plan.until),
    )
    crawl = crawls.begin(plan, spider.channel, clock())
    ledger = Ledger(crawl=crawl)
    finished = False
    try:
        ledger.book.take_over(crawl_slices.take_over(crawl, clock()))
        carry_out(spider, order, ledger)
        finished = True
    finally:
        if not finished:
            ledger.errors.append("采集程序意外中止，详情见日志")
        outcome = _close(crawl, ledger, clock)
    return outcome


def carry_out(spider: type[OrderedSpider], order: Order, ledger: Ledger) -> None:
    """Crawl until the spider is done or the process is told to stop; what was seen is in the ledger afterwards."""
    if not order.watch.has_words():
        ledger.errors.append(f"监测主题“{order.watch.name}”没有监测词，无从搜索")
        return
    ledger.skipped = tuple(why for query in order.watch.queries() if (why := trouble_with(query)))
    if not order.queries():
        ledger.errors.append(ledger.skipped[0])
        return
    settings = settings_for(spider, order.sites, STORE)
    settings.set("IDENTITIES_STORED", True, priority="cmdline")
    process = AsyncCrawlerProcess(settings, install_root_handler=False)
    done = process.crawl(spider, order=order, ledger=ledger)
    process.start()
    if done.done() and not done.cancelled():
        done.result()
    else:
        ledger.interrupted = True


def settings_for(spider: type[OrderedSpider], sites: Sites, more_pipelines: Mapping[str, int]) -> Settings:
    """The project's settings with this site's pause; without a pause, as on the stage set, many requests at once."""
    settings = Settings()
    settings.setmodule(defaults, priority="project")
    delay = spider.delay(sites)
    settings.set("PACE_SECONDS", delay, priority="cmdline")
    settings.set("CONCURRENT_REQUESTS", 1 if delay else WITHOUT_PAUSE, priority="cmdline")
    settings.set("ITEM_PIPELINES", {**defaults.ITEM_PIPELINES, **more_pipelines}, priority="cmdline")
    return settings


def _close(crawl: int, ledger: Ledger, clock: Clock) -> CrawlOutcome:
    seen = ledger.seen()
    verdict = judge(seen)
    end = CrawlEnd(
        outcome=verdict.outcome,
        reason=verdict.reason,
        expected=verdict.expected,
        fetched=seen.fetched,
        new=ledger.new,
        found_again=ledger.found_again,
        requests=seen.requests,
        refusal=verdict.refusal.value if verdict.refusal else "",
        exhausted=verdict.exhausted,
    )
    crawls.end(crawl, end, clock())
    return verdict.outcome
