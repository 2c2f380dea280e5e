"""The jobs that add to the searches: which spiders they start, and when there is nothing to ask for."""

from collections.abc import Mapping

from crawlers.order import Limits
from crawlers.targets import CHOOSE, NOBODY
from domain.job import JobName
from domain.post import Channel
from domain.watch import Watch
from service.clock import now
from service.config import Weibo
from service.crawling import FOR_NOBODY, Crawling
from storage import watches

GATHERERS: Mapping[JobName, tuple[str, ...]] = {
    JobName.TIMELINES: ("weibo-timeline",),
    JobName.THREADS: ("weibo-comments", "weibo-reposts"),
    JobName.READINGS: ("weibo-post",),
    JobName.PROFILES: ("weibo-profile",),
    JobName.HOT: ("weibo-hot",),
    JobName.FEEDS: ("wechat-feed",),
}


def gather(crawling: Crawling, job: JobName, limits: Limits) -> str:
    """Start the spiders of a job one after the other, each only where it has something to ask for."""
    channel = Channel.WECHAT if job is JobName.FEEDS else Channel.WEIBO
    watched = [watch for watch in watches.active() if channel in watch.channels]
    statuses = [
        crawling.crawl(spider, watch)
        for spider in GATHERERS[job]
        for watch in ((None,) if spider in FOR_NOBODY and watched else watched)
        if _wanted(spider, watch, limits)
    ]
    good = sum(status == 0 for status in statuses)
    return f"{len(statuses)} 项采集，{good} 项完整" if statuses else ""


def limits_of(weibo: Weibo) -> Limits:
    """The limits of such crawls as the operator set them."""
    return Limits(
        requests=weibo.extra_requests_a_run,
        each=weibo.extra_requests_each,
        heat=weibo.heat_line,
        requests_a_day=weibo.extra_requests_a_day,
    )


def _wanted(spider: str, watch: Watch | None, limits: Limits) -> bool:
    """Whether there is anything to ask for, so that no process is started for nothing."""
    return spider not in CHOOSE or bool(CHOOSE[spider](watch or NOBODY, limits, now()))
