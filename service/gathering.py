"""The jobs that add to the searches: which spiders they start, and when there is nothing to ask for."""

from collections.abc import Mapping

from crawlers.order import Limits
from crawlers.targets import CHOOSE, NOBODY
from domain.job import JobName
from domain.post import Channel
from domain.watch import Watch
from service.clock import now
from service.config import Config
from service.crawling import FOR_NOBODY, OF_ARTICLES, Crawling
from storage import watches

GATHERERS: Mapping[JobName, tuple[str, ...]] = {
    JobName.TIMELINES: ("weibo-timeline",),
    JobName.THREADS: ("weibo-comments", "weibo-reposts"),
    JobName.READINGS: ("weibo-post",),
    JobName.PROFILES: ("weibo-profile",),
    JobName.HOT: ("weibo-hot",),
    JobName.ARTICLES: ("wechat-fetch",),
    JobName.ALBUMS: ("wechat-albums",),
}
OF_WECHAT = frozenset({JobName.ARTICLES, JobName.ALBUMS})


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
    weibo = conf.weibo
    return Limits(
        requests=weibo.extra_requests_a_run,
        each=weibo.extra_requests_each,
        heat=weibo.heat_line,
        requests_a_day=weibo.extra_requests_a_day,
    )


def _wanted(spider: str, watch: Watch | None, limits: Limits) -> bool:
    """Whether there is anything to ask for, so that no process is started for nothing."""
    return spider not in CHOOSE or bool(CHOOSE[spider](watch or NOBODY, limits, now()))
