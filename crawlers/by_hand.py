"""An order from the arguments of `scrapy crawl`, for developers."""

from datetime import datetime

from scrapy.exceptions import UsageError
from scrapy.settings import BaseSettings

from crawlers.order import Order, Sites
from domain.day import CHINA
from domain.target import Target
from domain.watch import Watch

HOW = "-a words=词一,词二（或 -a targets=编号,编号） -a since=2026-11-23T00:00 -a until=2026-11-23T12:00"


def order_by_hand(
    settings: BaseSettings, words: str = "", since: str = "", until: str = "", targets: str = ""
) -> Order:
    """An order for a watch that is in no database; times without a zone are China's, `until` stands for now.

    Addresses, delays and the cookie come from the settings of the same names in capitals. Raises UsageError with the
    arguments that are wanted.
    """
    wanted = tuple(word.strip() for word in words.split(",") if word.strip())
    keys = tuple(key.strip() for key in targets.split(",") if key.strip())
    if not wanted and not keys:
        raise UsageError(f"没有给监测词；用法：{HOW}")
    end = _moment(until)
    return Order(
        watch=Watch(key=0, name="命令行", any_words=wanted),
        since=_moment(since),
        until=end,
        sites=sites_of(settings),
        clock=lambda: end,
        targets=tuple(Target(key=key) for key in keys),
    )


def sites_of(settings: BaseSettings) -> Sites:
    """The sites, with what the settings say otherwise."""
    plain = Sites()
    return Sites(
        weibo_search_url=settings.get("WEIBO_SEARCH_URL", plain.weibo_search_url),
        weibo_cookie=settings.get("WEIBO_COOKIE", ""),
        weibo_delay=settings.getfloat("PACE_SECONDS"),
        wechat_search_url=settings.get("WECHAT_SEARCH_URL", plain.wechat_search_url),
        wechat_article_url=settings.get("WECHAT_ARTICLE_URL", plain.wechat_article_url),
        wechat_delay=settings.getfloat("PACE_SECONDS"),
        wechat_article_delay=settings.getfloat("PACE_SECONDS"),
    )


def _moment(written: str) -> datetime:
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        raise UsageError(f"时间 {written!r} 不对；用法：{HOW}") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=CHINA)
