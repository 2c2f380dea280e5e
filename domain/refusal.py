"""The ways in which a site declines to answer, what a crawl does then, and what people are told to do."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.crawl import CrawlOutcome
from domain.shown import Shown


class Refusal(Shown):
    """Why there is no page to read."""

    LOGIN = "login", "要求登录，Cookie 未配置、已过期或不属于该域名"
    VISITOR = "visitor", "要求访客身份，访客 Cookie 缺失或已失效"
    CAPTCHA = "captcha", "要求人工验证"
    RATE_LIMIT = "rate_limit", "认为访问过于频繁"
    SOFT_BLOCK = "soft_block", "对必有结果的词也答复“无结果”，应是暗中限制了本身份"
    FORBIDDEN = "forbidden", "拒绝访问"
    ELSEWHERE = "elsewhere", "转到了别处"
    DELETED = "deleted", "内容已删除或不可见"
    GONE = "gone", "入口地址已不存在"
    CHANGED_LAYOUT = "changed_layout", "页面结构已改变"
    SERVER_ERROR = "server_error", "服务器出错"
    NETWORK = "network", "连不上"
    NO_IDENTITY = "no_identity", "没有可用的身份，身份都在冷却、已停用或被占用"


class Reaction(Shown):
    """What a crawl does about a refusal."""

    RENEW = "renew", "换新身份后重试一次，仍不行则停止"
    COOL_DOWN = "cool_down", "该身份停用一段时间，停止采集"
    SLOW_DOWN = "slow_down", "放慢并重试，多次不行则停止"
    SWITCH_ROUTE = "switch_route", "换另一条途径"
    GO_ON = "go_on", "记下这一条，继续其余"
    STOP = "stop", "停止该来源"


@dataclass(frozen=True, kw_only=True)
class Meaning:
    """How a crawl that ended on a refusal is judged, what is done at once, and what a person can do about it.

    `word` is what a headline calls it.
    """

    word: str
    outcome: CrawlOutcome
    reaction: Reaction
    cure: str


MEANINGS: Mapping[Refusal, Meaning] = {
    Refusal.LOGIN: Meaning(
        word="登录已过期",
        outcome=CrawlOutcome.EXPIRED_SESSION,
        reaction=Reaction.RENEW,
        cure="请在“采集来源”页扫码重新登录采集账号；登录后下一轮采集会自动补上缺口",
    ),
    Refusal.VISITOR: Meaning(
        word="访客身份失效",
        outcome=CrawlOutcome.EXPIRED_SESSION,
        reaction=Reaction.RENEW,
        cure="访客身份会自动重新申请；若持续失败，请在“采集来源”页扫码登录一个账号",
    ),
    Refusal.CAPTCHA: Meaning(
        word="要求人工验证",
        outcome=CrawlOutcome.REFUSED,
        reaction=Reaction.COOL_DOWN,
        cure="请用该账号在浏览器里完成一次人工验证，或换一个账号；本程序不会代做验证",
    ),
    Refusal.RATE_LIMIT: Meaning(
        word="访问过于频繁被限",
        outcome=CrawlOutcome.REFUSED,
        reaction=Reaction.SLOW_DOWN,
        cure="请等待冷却结束，并加大请求间隔（delay）或减少监测词；缺口会在恢复后自动补采",
    ),
    Refusal.SOFT_BLOCK: Meaning(
        word="被暗中限制",
        outcome=CrawlOutcome.REFUSED,
        reaction=Reaction.COOL_DOWN,
        cure="该身份被平台暗中限制，请停用一天或换一个账号",
    ),
    Refusal.FORBIDDEN: Meaning(
        word="拒绝访问",
        outcome=CrawlOutcome.REFUSED,
        reaction=Reaction.SWITCH_ROUTE,
        cure="该途径不接受当前身份，请换网络出口或换一个账号；缺口会在恢复后自动补采",
    ),
    Refusal.ELSEWHERE: Meaning(
        word="被转到别处",
        outcome=CrawlOutcome.REFUSED,
        reaction=Reaction.STOP,
        cure="平台把请求转到了未知地址，请查看存证页面并联系维护人员",
    ),
    Refusal.DELETED: Meaning(
        word="内容已删除",
        outcome=CrawlOutcome.COMPLETE,
        reaction=Reaction.GO_ON,
        cure="原内容已删除、屏蔽或设为不可见，已记下最后一次见到的时间，无需处理",
    ),
    Refusal.GONE: Meaning(
        word="入口已撤",
        outcome=CrawlOutcome.CHANGED_LAYOUT,
        reaction=Reaction.STOP,
        cure="平台撤掉了这个入口，请联系维护人员更新采集程序",
    ),
    Refusal.CHANGED_LAYOUT: Meaning(
        word="页面已改版",
        outcome=CrawlOutcome.CHANGED_LAYOUT,
        reaction=Reaction.STOP,
        cure="出错页面已存证，请联系维护人员更新解析程序；在此之前该来源没有数据",
    ),
    Refusal.SERVER_ERROR: Meaning(
        word="平台服务器出错",
        outcome=CrawlOutcome.FAILED,
        reaction=Reaction.SLOW_DOWN,
        cure="平台服务器出错，下一轮会自动重试；若持续，请在浏览器里核对平台是否正常",
    ),
    Refusal.NETWORK: Meaning(
        word="网络不通",
        outcome=CrawlOutcome.FAILED,
        reaction=Reaction.SLOW_DOWN,
        cure="请检查本机网络、代理设置和目标网站是否可达；下一轮会自动重试",
    ),
    Refusal.NO_IDENTITY: Meaning(
        word="没有可用身份",
        outcome=CrawlOutcome.REFUSED,
        reaction=Reaction.STOP,
        cure="请在“采集来源”页查看各身份的状态：等冷却结束，或扫码登录另一个账号；缺口会在恢复后自动补采",
    ),
}

PASSING = frozenset({Refusal.SERVER_ERROR, Refusal.NETWORK})
"""Refusals of one page, not of the visitor: the crawl goes on until there are several in a row."""

CURES: Mapping[CrawlOutcome, str] = {
    CrawlOutcome.EXPIRED_SESSION: MEANINGS[Refusal.LOGIN].cure,
    CrawlOutcome.REFUSED: MEANINGS[Refusal.RATE_LIMIT].cure,
    CrawlOutcome.CHANGED_LAYOUT: MEANINGS[Refusal.CHANGED_LAYOUT].cure,
    CrawlOutcome.PARTIAL: "平台没有给全结果，请查看采集记录里应有与取得的差额",
    CrawlOutcome.FAILED: "请查看采集记录里的失败说明，检查网络和目标网站是否可达",
}
"""What to do about a crawl whose refusal is not known."""


def word_for(outcome: CrawlOutcome, refusal: Refusal | None) -> str:
    """What a headline calls the way in which a crawl ended."""
    return outcome.shown if refusal is None or outcome is CrawlOutcome.PARTIAL else MEANINGS[refusal].word


def cure_for(outcome: CrawlOutcome, refusal: Refusal | None) -> str:
    """What a person can do about it; empty where there is nothing to be done."""
    return MEANINGS[refusal].cure if refusal is not None else CURES.get(outcome, "")


OWN_ADVICE: Mapping[str, str] = {"wechat-feed": "请看“采集来源”页“信息来源”一栏，每个订阅各有说明和办法"}
"""Spiders that ask many sources at once, each of which tells its own trouble; by name."""


def refusal_of(value: str) -> Refusal | None:
    """The refusal with this value; None for the empty one and for those that an older program wrote."""
    return next((refusal for refusal in Refusal if refusal.value == value), None)
