"""From what a crawl saw to how it ended, with the reason in a sentence; pure."""

from dataclasses import dataclass

from domain.crawl import COVERING, CrawlOutcome
from domain.refusal import MEANINGS, PASSING, Refusal
from domain.thread import ThreadRead

POSTS_A_PAGE = 10


@dataclass(frozen=True, kw_only=True)
class Met:
    """A refusal and where it was met; `stops` says that it ended the whole crawl, and not only what that host gives."""

    refusal: Refusal
    place: str
    stops: bool = True


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What a crawl saw.

    `pages` and `articles` were read; `unread_pages` were announced by a page list and not read, of which `gaps` came
    empty between full ones; `unread_articles` were listed and not read, `gone` were read and are no more. `unopened`
    lists never showed their first page. `by_region` hours had more than the site shows and were asked region by region
    besides; `missing` posts of them are estimated not to be among what came. `cut` are pieces of time whose list the
    site cut off with nothing to estimate from. `dropped` results did not belong to the watch or the window. `unsaved`
    posts were fetched and never reached the store. `skipped` says of each word that was not asked why. `budget` is the
    number of requests a day that are used up, 0 where they are not. `probed` says that a word which must have results
    had some, so that few or none for the watch are the truth. `detours` are refusals that another way led round, `left`
    says what was left out by choice, `threads` how much of what stands under posts was read, `noted` how many
    rows of hot lists or accounts, `checked` how many ways the canary looked at, 0 for all other crawls.
    """

    requests: int = 0
    pages: int = 0
    articles: int = 0
    fetched: int = 0
    dropped: int = 0
    gone: int = 0
    noted: int = 0
    checked: int = 0
    unread_pages: int = 0
    unread_articles: int = 0
    gaps: int = 0
    unopened: int = 0
    unsaved: int = 0
    by_region: int = 0
    missing: int = 0
    cut: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    budget: int = 0
    probed: bool = False
    refusals: tuple[Met, ...] = ()
    detours: tuple[Met, ...] = ()
    left: tuple[str, ...] = ()
    threads: tuple[ThreadRead, ...] = ()
    unreadable: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()
    interrupted: bool = False


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """How a crawl ended and why; `expected` is None where nobody can tell how much there was.

    `refusal` is the one that decided. `exhausted` says that asking again would bring no more.
    """

    outcome: CrawlOutcome
    reason: str
    expected: int | None
    refusal: Refusal | None = None
    exhausted: bool = False


def judge(seen: Seen) -> Judgement:
    """The gravest of what was seen decides; the sentence says it first and then how far the crawl came.

    Own errors come before changed pages, these before refusals, these before what was merely left out. Only a crawl
    that read everything it was shown is complete or empty.
    """
    outcome, why, refusal = _gravest(seen)
    return Judgement(
        outcome=outcome,
        reason=f"{why}。{_how_far(seen)}",
        expected=expected(seen),
        refusal=refusal,
        exhausted=outcome in COVERING or (outcome is CrawlOutcome.PARTIAL and not _is_left(seen)),
    )


def expected(seen: Seen) -> int | None:
    """How many posts there should be: those fetched, ten for each unread page, one for each unread article.

    Where an hour had more than the site shows, what is estimated to be missing is added. None where a list was never
    opened, or was cut off with nothing to estimate from.
    """
    if seen.unopened or seen.cut or seen.errors or not seen.pages:
        return None
    if seen.threads:
        announced = [thread.announced for thread in seen.threads if thread.announced is not None]
        return sum(announced) if len(announced) == len(seen.threads) else None
    return seen.fetched + POSTS_A_PAGE * seen.unread_pages + seen.unread_articles + seen.missing


def _gravest(seen: Seen) -> tuple[CrawlOutcome, str, Refusal | None]:
    if seen.errors:
        return CrawlOutcome.FAILED, f"采集程序出错：{seen.errors[0]}{_more(len(seen.errors))}", None
    if seen.unsaved:
        return CrawlOutcome.FAILED, f"有 {seen.unsaved} 条帖文没有写进数据库", None
    if seen.unreadable:
        why = f"页面读不懂：{seen.unreadable[0]}{_more(len(seen.unreadable))}，原页已存证"
        return CrawlOutcome.CHANGED_LAYOUT, why, Refusal.CHANGED_LAYOUT
    blocks = [met for met in seen.refusals if met.refusal not in PASSING] or seen.refusals[: not seen.pages]
    if blocks:
        refusal = blocks[0].refusal
        then = "已停止采集" if blocks[0].stops else "该站点不再请求，其余照常采集"
        return MEANINGS[refusal].outcome, f"{blocks[0].place}{refusal.shown}，{then}", refusal
    if gaps := _left_out(seen):
        met = next(iter((*seen.refusals, *seen.detours)), None)
        return CrawlOutcome.PARTIAL, "；".join(gaps), met.refusal if met else None
    return *_all_read(seen), None


def _left_out(seen: Seen) -> list[str]:
    """Everything that was not read although nobody refused it."""
    parts: list[str] = []
    if seen.interrupted:
        parts.append("采集中途被要求停止")
    if seen.refusals:
        met = seen.refusals[0]
        parts.append(f"{met.place}{met.refusal.shown}{_more(len(seen.refusals))}，其余照常采集")
    if seen.budget:
        parts.append(f"当日请求预算 {seen.budget} 次已用完，其余留待次日")
    if seen.skipped:
        parts.append(f"{'；'.join(seen.skipped[:3])}{_more(len(seen.skipped))}；其余词照常采集")
    parts += seen.left
    if seen.cut:
        parts.append(f"{seen.cut[0]}的结果达到平台 50 页上限{_more(len(seen.cut))}，缺多少未知")
    if seen.missing:
        parts.append(
            f"有 {seen.by_region} 个小时的结果达到平台 50 页上限，已逐地区补采，"
            f"估计仍缺约 {seen.missing} 条（多为未标地区的帖文）"
        )
    if seen.gaps:
        parts.append(f"有 {seen.gaps} 页夹在有结果的页之间却是空的，重问仍空")
    if not parts and (seen.unread_pages or seen.unread_articles or not seen.pages):
        parts.append("有列出的页面或文章没有读到")
    return parts


def _is_left(seen: Seen) -> bool:
    """Whether something was left that another try may bring, unlike what the site shows nobody."""
    return bool(
        seen.interrupted
        or seen.budget
        or seen.refusals
        or seen.left
        or seen.unread_pages
        or seen.unread_articles
        or seen.unopened
        or not seen.pages
    )


def _all_read(seen: Seen) -> tuple[CrawlOutcome, str]:
    if not seen.fetched and (seen.noted or seen.gone or seen.checked):
        return CrawlOutcome.COMPLETE, "要问的全部问到"
    if seen.fetched:
        split = f"，其中 {seen.by_region} 个小时超过 50 页，已逐地区补采，估计无遗漏" if seen.by_region else ""
        return CrawlOutcome.COMPLETE, f"列出的页面全部读到{split}"
    why = "结果里没有属于本主题和时段的" if seen.dropped else "平台答复没有相关结果"
    return CrawlOutcome.EMPTY, f"{why}；用必有结果的词核对过，平台答复正常" if seen.probed else why


def _how_far(seen: Seen) -> str:
    """How much was read, in the order in which a person asks."""
    if seen.checked:
        return f"巡检了 {seen.checked} 条途径，其中 {seen.pages} 条给了页面"
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
    if seen.noted:
        parts.append(f"榜单、账号资料或专辑目录 {seen.noted} 项")
    if seen.threads:
        parts.append(_threads(seen))
    if seen.detours:
        met = seen.detours[0]
        parts.append(f"{met.place}{met.refusal.shown}{_more(len(seen.detours))}，改走了另一条途径")
    if seen.dropped:
        parts.append(f"另有 {seen.dropped} 条不含监测词或不在时段内，未收")
    return "，".join(parts)


def _threads(seen: Seen) -> str:
    """What the platform announced under all posts together, and what it gave."""
    given = sum(thread.given for thread in seen.threads)
    told = [thread.announced for thread in seen.threads if thread.announced is not None]
    announced = f"平台说 {sum(told)} 条" if len(told) == len(seen.threads) else "平台没有都说有多少条"
    short = "，其余已被删除或过滤" if told and sum(told) > given and not seen.left else ""
    return f"{len(seen.threads)} 条帖文之下{announced}，给了 {given} 条{short}"


def _more(count: int) -> str:
    return f"（同类共 {count} 处）" if count > 1 else ""
