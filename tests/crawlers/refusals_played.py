"""One row per refusal: what the replica does, and what everybody is told of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from domain.crawl import CrawlOutcome
from domain.refusal import Refusal
from tests.crawlers.playing import Told, play

NOBODY, NO_POST = "7300000001", "4999999999999999"


def played(folder: Path, steps: Sequence[Told]) -> list[Told]:
    """What each step recorded and did."""
    return play("refusal_play", folder, steps)[0]


@dataclass(frozen=True, kw_only=True)
class Row:
    """What came (`step`), what was recorded, what the crawl did next, and what people read.

    `recorded` is the refusal in the crawl's row, empty where the crawl as a whole was not refused. `status` is that of
    the first kept page, None for no evidence. `asked` are the requests for content, the good one included, and `late`
    how many may be under way meanwhile. `health` and `rests` (minutes) are those of the identity that was refused;
    `next` is how many requests the crawl ten minutes later makes with it, None where that is not looked at. `word` and
    `cure` stand in mail, console and report.
    """

    refusal: Refusal
    step: Told
    outcome: CrawlOutcome
    recorded: str
    status: int | None
    asked: int
    late: int = 0
    health: str
    rests: int = 0
    next: int | None = None
    leads: bool = True
    word: str
    cure: str
    why: str = field(default="")


def search(fault: str, **more: Any) -> Told:
    """The main search, one request at a time, that gets one good page and then this."""
    return {"spider": "weibo-search", "pause": 0.01, "fault": {"fault": fault, "after": 1, **more}}


def asking(spider: str, **more: Any) -> Told:
    """A crawl that asks by number."""
    return {"spider": spider, "pause": 0.01, **more}


ROWS = (
    Row(
        refusal=Refusal.LOGIN,
        step=search("to_login"),
        outcome=CrawlOutcome.EXPIRED_SESSION,
        recorded="login",
        status=302,
        asked=2,
        health="expired",
        next=0,
        word="登录已过期",
        cure="请在“采集来源”页扫码重新登录采集账号；登录后下一轮采集会自动补上缺口",
        why="转到 login.sina.com.cn",
    ),
    Row(
        refusal=Refusal.VISITOR,
        step=asking("weibo-profile", account=False, targets=[NOBODY], fault={"fault": "needs_visitor"}),
        outcome=CrawlOutcome.PARTIAL,
        recorded="visitor",
        status=200,
        asked=3,
        health="",
        leads=False,
        word="不完整",
        cure="访客身份会自动重新申请；若持续失败，请在“采集来源”页扫码登录一个账号",
        why="没有问到：要求访客身份",
    ),
    Row(
        refusal=Refusal.CAPTCHA,
        step=search("captcha"),
        outcome=CrawlOutcome.REFUSED,
        recorded="captcha",
        status=302,
        asked=2,
        health="cooling",
        rests=120,
        next=0,
        word="要求人工验证",
        cure="请用该账号在浏览器里完成一次人工验证，或换一个账号；本程序不会代做验证",
        why="verify/captcha",
    ),
    Row(
        refusal=Refusal.RATE_LIMIT,
        step=search("rate_limit"),
        outcome=CrawlOutcome.REFUSED,
        recorded="rate_limit",
        status=418,
        asked=4,
        health="cooling",
        rests=10,
        word="访问过于频繁被限",
        cure="请等待冷却结束，并加大请求间隔（delay）或减少监测词；缺口会在恢复后自动补采",
        why="状态码 418",
    ),
    Row(
        refusal=Refusal.SOFT_BLOCK,
        step={"spider": "weibo-search", "pause": 0.01, "fault": {"fault": "soft_block"}},
        outcome=CrawlOutcome.REFUSED,
        recorded="soft_block",
        status=200,
        asked=2,
        health="cooling",
        rests=1440,
        next=0,
        word="被暗中限制",
        cure="该身份被平台暗中限制，请停用一天或换一个账号",
        why="对必有结果的词也答复“无结果”",
    ),
    Row(
        refusal=Refusal.FORBIDDEN,
        step=search("forbidden"),
        outcome=CrawlOutcome.REFUSED,
        recorded="forbidden",
        status=403,
        asked=2,
        health="cooling",
        rests=10,
        word="拒绝访问",
        cure="该途径不接受当前身份，请换网络出口或换一个账号；缺口会在恢复后自动补采",
        why="状态码 403",
    ),
    Row(
        refusal=Refusal.ELSEWHERE,
        step=search("to_elsewhere"),
        outcome=CrawlOutcome.REFUSED,
        recorded="elsewhere",
        status=302,
        asked=2,
        health="good",
        word="被转到别处",
        cure="平台把请求转到了未知地址，请查看存证页面并联系维护人员",
        why="转到 huodong.weibo.com/notice",
    ),
    Row(
        refusal=Refusal.DELETED,
        step=asking("weibo-post", targets=[NO_POST]),
        outcome=CrawlOutcome.COMPLETE,
        recorded="",
        status=None,
        asked=1,
        health="good",
        leads=False,
        word="完整",
        cure="",
        why="1 篇已删除或下架",
    ),
    Row(
        refusal=Refusal.GONE,
        step=search("no_route"),
        outcome=CrawlOutcome.CHANGED_LAYOUT,
        recorded="gone",
        status=404,
        asked=2,
        health="good",
        word="入口已撤",
        cure="平台撤掉了这个入口，请联系维护人员更新采集程序",
        why="状态码 404",
    ),
    Row(
        refusal=Refusal.CHANGED_LAYOUT,
        step=search("changed_layout"),
        outcome=CrawlOutcome.CHANGED_LAYOUT,
        recorded="changed_layout",
        status=200,
        asked=4,
        late=1,
        health="good",
        word="页面已改版",
        cure="出错页面已存证，请联系维护人员更新解析程序；在此之前该来源没有数据",
        why="页面读不懂",
    ),
    Row(
        refusal=Refusal.SERVER_ERROR,
        step={"spider": "weibo-search", "pause": 0.01, "fault": {"fault": "server_error"}},
        outcome=CrawlOutcome.FAILED,
        recorded="server_error",
        status=502,
        asked=2,
        health="good",
        word="平台服务器出错",
        cure="平台服务器出错，下一轮会自动重试；若持续，请在浏览器里核对平台是否正常",
        why="状态码 502",
    ),
    Row(
        refusal=Refusal.NETWORK,
        step={"spider": "weibo-search", "pause": 0.01, "fault": {"fault": "connection_lost"}},
        outcome=CrawlOutcome.FAILED,
        recorded="network",
        status=0,
        asked=2,
        health="good",
        word="网络不通",
        cure="请检查本机网络、代理设置和目标网站是否可达；下一轮会自动重试",
        why="连不上",
    ),
    Row(
        refusal=Refusal.NO_IDENTITY,
        step={"spider": "weibo-search", "fresh": False, "after": 10, "needs": "captcha"},
        outcome=CrawlOutcome.REFUSED,
        recorded="no_identity",
        status=0,
        asked=0,
        health="cooling",
        rests=110,
        word="没有可用身份",
        cure="请在“采集来源”页查看各身份的状态：等冷却结束，或扫码登录另一个账号；缺口会在恢复后自动补采",
        why="都在冷却，最早",
    ),
)
