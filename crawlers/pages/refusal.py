"""The ways in which a site declines to answer, and how a crawl that met one has ended."""

from collections.abc import Mapping

from domain.crawl import CrawlOutcome
from domain.shown import Shown


class Refusal(Shown):
    """Why there is no page to read."""

    LOGIN = "login", "要求登录，Cookie 未配置、已过期或不属于该域名"
    CAPTCHA = "captcha", "要求人工验证"
    RATE_LIMIT = "rate_limit", "认为访问过于频繁"
    FORBIDDEN = "forbidden", "拒绝访问"
    ELSEWHERE = "elsewhere", "转到了别处"
    SOFT_BLOCK = "soft_block", "对必有结果的词也答复“无结果”，应是暗中限制了本账号"
    GONE = "gone", "入口地址已不存在"
    SERVER_ERROR = "server_error", "服务器出错"
    NETWORK = "network", "连不上"


OUTCOME_OF: Mapping[Refusal, CrawlOutcome] = {
    Refusal.LOGIN: CrawlOutcome.EXPIRED_SESSION,
    Refusal.CAPTCHA: CrawlOutcome.REFUSED,
    Refusal.RATE_LIMIT: CrawlOutcome.REFUSED,
    Refusal.FORBIDDEN: CrawlOutcome.REFUSED,
    Refusal.ELSEWHERE: CrawlOutcome.REFUSED,
    Refusal.SOFT_BLOCK: CrawlOutcome.REFUSED,
    Refusal.GONE: CrawlOutcome.CHANGED_LAYOUT,
    Refusal.SERVER_ERROR: CrawlOutcome.FAILED,
    Refusal.NETWORK: CrawlOutcome.FAILED,
}

PASSING = frozenset({Refusal.SERVER_ERROR, Refusal.NETWORK})
"""Refusals of one page, not of the visitor: the crawl goes on until there are several in a row."""
