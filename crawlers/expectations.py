"""From what a crawl saw to how it ended, with the reason in a sentence; pure."""

from dataclasses import dataclass

from domain.crawl import CrawlOutcome
from domain.refusal import MEANINGS, PASSING, Refusal

POSTS_A_PAGE = 10


@dataclass(frozen=True, kw_only=True)
class Met:
    """A refusal and where it was met."""

    refusal: Refusal
    place: str


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What a crawl saw.

    `pages` and `articles` were read; `unread_pages` were announced by a page list and not read, of which `gaps` came
    empty between full ones; `unread_articles` were listed and not read, `gone` were read and are no more. `unopened`
    lists never showed their first page; `cut` are pieces of time whose list the site cut off. `dropped` results did
    not belong to the watch or the window. `unsaved` posts were fetched and never reached the store.
    """

    requests: int = 0
    pages: int = 0
    articles: int = 0
    fetched: int = 0
    dropped: int = 0
    gone: int = 0
    unread_pages: int = 0
    unread_articles: int = 0
    gaps: int = 0
    unopened: int = 0
    unsaved: int = 0
    cut: tuple[str, ...] = ()
    refusals: tuple[Met, ...] = ()
    unreadable: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()
    interrupted: bool = False


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """How a crawl ended and why; `expected` is None where nobody can tell how much there was."""

    outcome: CrawlOutcome
    reason: str
    expected: int | None


def judge(seen: Seen) -> Judgement:
    """The gravest of what was seen decides; the sentence says it first and then how far the crawl came.

    Own errors come before changed pages, these before refusals, these before what was merely left out. Only a crawl
    that read everything it was shown is complete or empty.
    """
    outcome, why = _gravest(seen)
    return Judgement(outcome=outcome, reason=f"{why}。{_how_far(seen)}", expected=expected(seen))


def expected(seen: Seen) -> int | None:
    """How many posts there should be: those fetched, ten for each unread page, one for each unread article.

    None where a list was never opened or was cut off by the site, since its length is unknown then.
    """
    if seen.unopened or seen.cut or seen.errors or not seen.pages:
        return None
    return seen.fetched + POSTS_A_PAGE * seen.unread_pages + seen.unread_articles


def _gravest(seen: Seen) -> tuple[CrawlOutcome, str]:
    if seen.errors:
        return CrawlOutcome.FAILED, f"采集程序出错：{seen.errors[0]}{_more(len(seen.errors))}"
    if seen.unsaved:
        return CrawlOutcome.FAILED, f"有 {seen.unsaved} 条帖文没有写进数据库"
    if seen.unreadable:
        return CrawlOutcome.CHANGED_LAYOUT, f"页面读不懂：{seen.unreadable[0]}{_more(len(seen.unreadable))}，原页已存证"
    blocks = [met for met in seen.refusals if met.refusal not in PASSING] or seen.refusals[: not seen.pages]
    if blocks:
        return MEANINGS[blocks[0].refusal].outcome, f"{blocks[0].place}{blocks[0].refusal.shown}，已停止采集"
    if gaps := _left_out(seen):
        return CrawlOutcome.PARTIAL, "；".join(gaps)
    return _all_read(seen)


def _left_out(seen: Seen) -> list[str]:
    """Everything that was not read although nobody refused it."""
    parts: list[str] = []
    if seen.interrupted:
        parts.append("采集中途被要求停止")
    if seen.refusals:
        met = seen.refusals[0]
        parts.append(f"{met.place}{met.refusal.shown}{_more(len(seen.refusals))}，其余照常采集")
    if seen.cut:
        parts.append(f"{seen.cut[0]}的结果达到平台 50 页上限{_more(len(seen.cut))}")
    if seen.gaps:
        parts.append(f"有 {seen.gaps} 页夹在有结果的页之间却是空的，重问仍空")
    if not parts and (seen.unread_pages or seen.unread_articles or not seen.pages):
        parts.append("有列出的页面或文章没有读到")
    return parts


def _all_read(seen: Seen) -> tuple[CrawlOutcome, str]:
    if seen.fetched:
        return CrawlOutcome.COMPLETE, "列出的页面全部读到"
    return CrawlOutcome.EMPTY, "结果里没有属于本主题和时段的" if seen.dropped else "平台答复没有相关结果"


def _how_far(seen: Seen) -> str:
    """How much was read, in the order in which a person asks."""
    parts = [f"读了 {seen.pages} 页"]
    if seen.unread_pages:
        parts.append(f"{seen.unread_pages} 页未读")
    if seen.articles or seen.unread_articles:
        parts.append(f"文章读了 {seen.articles} 篇")
    if seen.unread_articles:
        parts.append(f"{seen.unread_articles} 篇未读")
    if seen.gone:
        parts.append(f"{seen.gone} 篇已删除或下架")
    parts.append(f"取得 {seen.fetched} 条")
    if seen.dropped:
        parts.append(f"另有 {seen.dropped} 条不含监测词或不在时段内，未收")
    return "，".join(parts)


def _more(count: int) -> str:
    return f"（同类共 {count} 处）" if count > 1 else ""
