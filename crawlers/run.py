"""One crawl from its row in the database to its outcome; runs as the main thread of a process of its own."""

from collections.abc import Mapping

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from crawlers import settings as defaults
from crawlers.expectations import judge
from crawlers.ledger import Ledger
from crawlers.order import Clock, Limits, Order, Sites
from crawlers.ordered import OrderedSpider
from crawlers.spiders.wechat_articles import WeChatArticles
from crawlers.spiders.wechat_feed import WeChatFeed
from crawlers.spiders.weibo_canary import WeiboCanary
from crawlers.spiders.weibo_comments import WeiboComments
from crawlers.spiders.weibo_hot import WeiboHot
from crawlers.spiders.weibo_mobile_search import WeiboMobileSearch
from crawlers.spiders.weibo_post import WeiboPost
from crawlers.spiders.weibo_profile import WeiboProfile
from crawlers.spiders.weibo_reposts import WeiboReposts
from crawlers.spiders.weibo_search import WeiboSearch
from crawlers.spiders.weibo_timeline import WeiboTimeline
from crawlers.targets import CHOOSE, NOBODY, OFFER, left_today
from domain.crawl import CrawlEnd, CrawlOutcome, CrawlPlan
from domain.keyword import trouble_with
from domain.target import Target
from storage import crawl_slices, crawls, feeds, watches

SPIDERS: Mapping[str, type[OrderedSpider]] = {
    spider.name: spider
    for spider in (
        WeiboSearch,
        WeChatArticles,
        WeChatFeed,
        WeiboMobileSearch,
        WeiboTimeline,
        WeiboComments,
        WeiboReposts,
        WeiboPost,
        WeiboProfile,
        WeiboHot,
        WeiboCanary,
    )
}
STORE = {"crawlers.pipelines.store.StoreInBatches": 300}
WITHOUT_PAUSE = 16


class NoSuchSpider(LookupError):
    """No spider has this name; the message lists those that there are."""


def run(plan: CrawlPlan, sites: Sites, clock: Clock, limits: Limits | None = None) -> CrawlOutcome:
    """Carry out a plan: begin its row, crawl, end the row; the outcome is returned as well.

    Whatever happens short of a kill, the row ends: an error of ours ends it as failed and is raised on. SIGTERM and
    SIGINT end it as partial, with what had been parsed stored. To be called once a process, in its main thread, with
    Django set up. Raises NoSuchSpider before anything is written.
    """
    if plan.spider not in SPIDERS:
        raise NoSuchSpider(f"没有名为“{plan.spider}”的采集器；现有：{'、'.join(SPIDERS)}")
    spider = SPIDERS[plan.spider]
    order = order_for(plan, spider, sites, clock, limits or Limits())
    if plan.spider in CHOOSE and not order.targets and order.limits.requests:
        return CrawlOutcome.EMPTY
    crawl = crawls.begin(plan, spider.channel, clock(), leads=spider.leads)
    ledger = Ledger(crawl=crawl)
    finished = False
    try:
        if spider.leads:
            ledger.book.take_over(crawl_slices.take_over(crawl, clock()))
        carry_out(spider, order, ledger)
        finished = True
    finally:
        if not finished:
            ledger.errors.append("采集程序意外中止，详情见日志")
        outcome = close(crawl, ledger, clock)
    return outcome


def order_for(plan: CrawlPlan, spider: type[OrderedSpider], sites: Sites, clock: Clock, limits: Limits) -> Order:
    """Everything that the crawl needs to know; what to ask for by number comes from the store or from the plan."""
    watch = NOBODY if plan.watch is None else watches.by_key(plan.watch)
    if not spider.leads:
        limits = left_today(plan.spider, limits, clock())
    targets = tuple(Target(key=key) for key in plan.targets)
    if not targets and plan.spider in CHOOSE and limits.requests:
        targets = CHOOSE[plan.spider](watch, limits, clock())
    if not targets and plan.spider in OFFER:
        targets = OFFER[plan.spider](watch, limits, clock())
    usual = crawls.usual(plan.watch, spider.channel, plan.since, plan.until) if spider.leads and plan.watch else 0
    return Order(
        watch=watch,
        since=plan.since,
        until=plan.until,
        sites=sites,
        clock=clock,
        usual=usual,
        targets=targets,
        limits=limits,
        feeds=feeds.opened([int(target.key) for target in targets], clock()) if spider is WeChatFeed else (),
    )


def carry_out(spider: type[OrderedSpider], order: Order, ledger: Ledger) -> None:
    """Crawl until the spider is done or the process is told to stop; what was seen is in the ledger afterwards."""
    if not carries(spider, order, ledger):
        return
    settings = settings_for(spider, order.sites, STORE)
    settings.set("IDENTITIES_STORED", True, priority="cmdline")
    settings.set("LOG_INSTALL_ROOT_HANDLER", False, priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    done = process.crawl(spider, order=order, ledger=ledger)
    process.start()
    if done.done() and not done.cancelled():
        done.result()
    else:
        ledger.interrupted = True


def carries(spider: type[OrderedSpider], order: Order, ledger: Ledger) -> bool:
    """Whether there is anything to ask for and anything left to ask with; else the ledger says what is missing."""
    if not spider.leads and not order.limits.requests:
        ledger.leave("评论、转发、复查等附加采集的当日请求上限已用完，留待明日")
        return False
    return not spider.by_words or _has_words(order, ledger)


def _has_words(order: Order, ledger: Ledger) -> bool:
    """Whether there is anything to search for; what cannot be searched for is on record."""
    if not order.watch.has_words():
        ledger.errors.append(f"监测主题“{order.watch.name}”没有监测词，无从搜索")
        return False
    ledger.skipped = tuple(why for query in order.watch.queries() if (why := trouble_with(query)))
    if not order.queries():
        ledger.errors.append(ledger.skipped[0])
    return bool(order.queries())


def settings_for(spider: type[OrderedSpider], sites: Sites, more_pipelines: Mapping[str, int]) -> Settings:
    """The project's settings with this site's pause; without a pause, as on the stage set, many requests at once."""
    settings = Settings()
    settings.setmodule(defaults, priority="project")
    delay = spider.delay(sites)
    settings.set("PACE_SECONDS", delay, priority="cmdline")
    settings.set("CONCURRENT_REQUESTS", 1 if delay else WITHOUT_PAUSE, priority="cmdline")
    settings.set("ITEM_PIPELINES", {**defaults.ITEM_PIPELINES, **more_pipelines}, priority="cmdline")
    return settings


def close(crawl: int, ledger: Ledger, clock: Clock) -> CrawlOutcome:
    """Judge what was seen and end the row of the crawl."""
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
