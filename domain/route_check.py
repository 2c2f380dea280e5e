"""Whether a way of collecting works at all, found out by asking it once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from domain.crawl import CrawlOutcome
from domain.identity import IdentityKind
from domain.post import Channel
from domain.refusal import MEANINGS, Refusal
from domain.shown import Shown

CANARY = "weibo-canary"
"""The spider that asks; it collects nothing."""


class RouteState(Shown):
    """What became of the question."""

    WORKS = "works", "正常"
    REFUSED = "refused", "被拒绝"
    CHANGED = "changed", "页面已改版"
    NO_ANSWER = "no_answer", "没有答复"
    UNTRIED = "untried", "未试"


ILL_ROUTES = frozenset({RouteState.REFUSED, RouteState.CHANGED, RouteState.NO_ANSWER})


@dataclass(frozen=True, kw_only=True)
class RouteCheck:
    """One way, asked at one moment; `route` and `name` are those of the way, `host` is the site that it leads to.

    `identity` is who asked, None where nobody did. `refusal` says why there was nothing to read, `words` say in Chinese
    what was seen and where.
    """

    channel: Channel
    route: str
    name: str
    host: str
    state: RouteState
    at: datetime
    identity: IdentityKind | None = None
    refusal: Refusal | None = None
    words: str = ""

    @property
    def word(self) -> str:
        """The state, with the refusal's own word where there is one."""
        if self.refusal is None or self.state is RouteState.CHANGED:
            return self.state.shown
        if self.state is RouteState.UNTRIED:
            return f"{self.state.shown}（{MEANINGS[Refusal.NO_IDENTITY].word}）"
        return f"{self.state.shown}（{MEANINGS[self.refusal].word}）"

    @property
    def cure(self) -> str:
        """What a person can do; empty where nothing is to be done."""
        if self.refusal is not None:
            return MEANINGS[self.refusal].cure
        return MEANINGS[Refusal.CHANGED_LAYOUT].cure if self.state is RouteState.CHANGED else ""


@dataclass(frozen=True, kw_only=True)
class RouteStanding:
    """The newest check of a way, since when it has stood like that, and when it last worked (None: never)."""

    check: RouteCheck
    since: datetime
    good_at: datetime | None


def state_of(refusal: Refusal) -> RouteState:
    """What a refusal says about the way itself; that one post is gone says nothing about it."""
    return {
        CrawlOutcome.CHANGED_LAYOUT: RouteState.CHANGED,
        CrawlOutcome.FAILED: RouteState.NO_ANSWER,
        CrawlOutcome.COMPLETE: RouteState.UNTRIED,
    }.get(MEANINGS[refusal].outcome, RouteState.REFUSED)


def counted(checks: Iterable[RouteCheck]) -> str:
    """How many ways stand how, in a few words."""
    states = [check.state for check in checks]
    known = ((state, states.count(state)) for state in RouteState)
    return f"{len(states)} 条途径：" + "，".join(f"{state.shown} {count}" for state, count in known if count)
