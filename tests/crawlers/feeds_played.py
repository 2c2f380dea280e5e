"""What bridges do, one row each, and the child process that plays it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from domain.crawl import CrawlOutcome
from domain.source import SourceState
from tests.crawlers.playing import Told, play

NOW = "2026-11-23T01:30:00+00:00"
KEY = "s3cret-key-99"


def played(folder: Path, steps: Sequence[Told]) -> tuple[list[Told], str]:
    """What every step left behind, and everything that was logged meanwhile."""
    return play("feed_play", folder, steps, NOW)


@dataclass(frozen=True, kw_only=True)
class Row:
    """What the bridge does, and what is recorded: outcome and refusal of the source, words, state, kept status."""

    fault: str
    outcome: CrawlOutcome
    refusal: str
    why: str
    state: SourceState
    status: int
    asked: int = 1


def unreadable(fault: str, why: str) -> Row:
    """An answer that came well and is no feed."""
    return Row(
        fault=fault,
        outcome=CrawlOutcome.CHANGED_LAYOUT,
        refusal="changed_layout",
        why=why,
        state=SourceState.CHANGED,
        status=200,
    )


def refused(fault: str, refusal: str, why: str, status: int) -> Row:
    """An answer that declines."""
    return Row(
        fault=fault,
        outcome=CrawlOutcome.REFUSED,
        refusal=refusal,
        why=why,
        state=SourceState.REFUSED,
        status=status,
    )


def failed(fault: str, refusal: str, why: str, status: int) -> Row:
    """No answer that is worth the name; asked twice."""
    return Row(
        fault=fault,
        outcome=CrawlOutcome.FAILED,
        refusal=refusal,
        why=why,
        state=SourceState.NO_ANSWER,
        status=status,
        asked=2,
    )


ROWS = (
    Row(
        fault="no_route",
        outcome=CrawlOutcome.CHANGED_LAYOUT,
        refusal="gone",
        why="入口地址已不存在",
        state=SourceState.CHANGED,
        status=404,
    ),
    Row(
        fault="expired_session",
        outcome=CrawlOutcome.EXPIRED_SESSION,
        refusal="login",
        why="桥接不认密钥",
        state=SourceState.UNAUTHORISED,
        status=401,
    ),
    refused("forbidden", "forbidden", "拒绝访问", 403),
    refused("captcha", "captcha", "桥接给出的是验证页", 200),
    refused("to_elsewhere", "elsewhere", "转到了别的主机，没有跟随", 302),
    failed("server_error", "server_error", "服务器出错", 500),
    failed("connection_lost", "network", "连不上", 0),
    unreadable("changed_layout", "是一个网页，不是订阅"),
    unreadable("empty_body", "答复是空的"),
    unreadable("cut_body", "没有传完整"),
    unreadable("bomb", "声明了 XML 实体"),
)
FORMS = (
    *("/feeds/all.rss", "/feeds/all.json", "/feed/all.xml", "/feed/all.atom", "/feed/all.json"),
    *("/api/feed/articles.json", "/feed/wechat2rss.xml"),
)
AFTERWARDS: Sequence[Told] = (
    {"key": KEY},
    {"key": KEY, "fresh": False, "after": 30, "stopped": True},
    {"fault": "to_login", "times": 1, "key": KEY},
    {"fault": "empty_shell"},
    {"path": "/undated.xml"},
    {"path": "/undated.xml", "fresh": False, "after": 60},
    {"paths": ["/feeds/all.rss", "/feed/all.xml"], "fault": "forbidden", "times": 1},
    {"key": KEY, "most": 1000},
)
STEPS = [*({"fault": row.fault, "key": KEY} for row in ROWS), *({"path": path} for path in FORMS), *AFTERWARDS]
