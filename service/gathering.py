"""The jobs that add to the searches: which spiders they start, and when there is nothing to ask for."""

from collections.abc import Mapping

from crawlers.order import Limits
from crawlers.targets import BY_RIGHT, CHOOSE, NOBODY
from domain.job import JobName
from domain.post import Channel
from domain.watch import Watch
from service.clock import now
from service.config import Config, OfficialAccount
from service.crawling import FOR_NOBODY, OF_ARTICLES, Crawling
from service.own_account import watch_of
from storage import own_account, watches

GATHERERS: Mapping[JobName, tuple[str, ...]] = {
    JobName.TIMELINES: ("weibo-timeline",),
    JobName.THREADS: ("weibo-comments", "weibo-reposts"),
    JobName.READINGS: ("weibo-post",),
    JobName.PROFILES: ("weibo-profile",),
    JobName.HOT: ("weibo-hot",),
    JobName.ARTICLES: ("wechat-fetch",),
    JobName.ALBUMS: ("wechat-albums",),
    JobName.FEEDS: ("wechat-feed",),
}
OF_WECHAT = frozenset({JobName.ARTICLES, JobName.ALBUMS, JobName.FEEDS})
OWN: Mapping[JobName, tuple[str, ...]] = {
    JobName.OWN_COMMENTS: ("wechat-comments",),
    JobName.OWN_ARTICLES: ("wechat-published", "wechat-numbers"),
    JobName.OWN_SERVICE: ("wechat-service", "wechat-kf"),
}
"""What is asked of the own account, for the one watch that it belongs to."""


def gather_own(crawling: Crawling, job: JobName, account: OfficialAccount) -> str:
    """Start the spiders of a job that have a credential and work to do; raises Trouble for an unknown watch."""
    usable = {
        "wechat-service": bool(account.secret.get_secret_value()) and account.service_records,
        "wechat-kf": bool(account.kf_secret.get_secret_value()),
    }
    spiders = [one for one in OWN[job] if usable.get(one, bool(account.secret.get_secret_value()))]
    if not spiders:
        return ""
    watch = watch_of(account)
    if job is JobName.OWN_COMMENTS:
        own_account.learn(account.appid, account.biz, now())
    limits = limits_of_own(account)
    statuses = [crawling.crawl(spider, watch) for spider in spiders if _wanted(spider, watch, limits)]
    good = sum(status == 0 for status in statuses)
    return f"{len(statuses)} 项采集，{good} 项完整" if statuses else ""


def gather(crawling: Crawling, job: JobName, conf: Config) -> str:
    """Start the spiders of a job one after the other, each only where it has something to ask for."""
    channel = Channel.WECHAT if job in OF_WECHAT else Channel.WEIBO
    watched = [watch for watch in watches.active() if channel in watch.channels]
    statuses = [
        crawling.crawl(spider, watch)
        for spider in GATHERERS[job]
        for watch in ((None,) if spider in FOR_NOBODY and watched else watched)
        if _wanted(spider, watch, limits_for(spider, conf))
    ]
    good = sum(status == 0 for status in statuses)
    return f"{len(statuses)} 项采集，{good} 项完整" if statuses else ""


def limits_for(spider: str, conf: Config) -> Limits:
    """The limits of a crawl as the operator set them."""
    if spider in OF_ARTICLES:
        return Limits(requests=conf.wechat.articles_a_run)
    if spider in BY_RIGHT:
        return limits_of_own(conf.official_account)
    weibo = conf.weibo
    return Limits(
        requests=weibo.extra_requests_a_run,
        each=weibo.extra_requests_each,
        heat=weibo.heat_line,
        requests_a_day=weibo.extra_requests_a_day,
    )


def limits_of_own(account: OfficialAccount) -> Limits:
    """The limits of what is asked of the own account."""
    return Limits(requests=account.requests_a_run, each=account.requests_a_run)


def _wanted(spider: str, watch: Watch | None, limits: Limits) -> bool:
    """Whether there is anything to ask for, so that no process is started for nothing."""
    return spider not in CHOOSE or bool(CHOOSE[spider](watch or NOBODY, limits, now()))
