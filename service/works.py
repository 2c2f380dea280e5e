"""What each job does."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from threading import Lock

from alerts.chasing import chase
from alerts.evaluate import evaluate
from alerts.inbound.taking import grade_again
from alerts.kept import Kept
from domain.article_link import FoundBy, Verdict
from domain.day import day_of, spoken_day
from domain.job import JobName
from reports.daily import build
from service import wiring
from service.canary import look_at_routes
from service.clock import now
from service.crawling import Crawling, since_words
from service.discovering import discover
from service.drifting import count_weeks
from service.errands import Errands
from service.gathering import GATHERERS, OWN, gather, gather_own
from service.housekeeping import tidy
from service.letters import tell
from service.mail_in import fetch
from service.own_account import read_letters
from service.runner import Progress, Work
from service.scoring import score_all, score_stale
from service.sessions import log_in, look_after_accounts
from storage import links, watches

STALE_AT_ONCE = 20_000  # posts of another model a run; what is new comes first in the next


def works(crawling: Crawling, errands: Errands) -> Mapping[JobName, Work]:
    """The work behind every job name."""
    kept, alone = Kept(), Lock()  # what one evaluation leaves to the next, so there is one at a time

    def crawl(arguments: Mapping[str, str], progress: Progress) -> str:
        wanted = [watches.named(arguments["watch"])] if "watch" in arguments else watches.active()
        since = since_words(arguments["since"], now()) if "since" in arguments else None
        ended = crawling.crawl_all(wanted, since, arguments.get("spider", ""))
        good = sum(1 for _, _, status in ended if status == 0)
        return f"{len(ended)} 项采集，{good} 项完整" if ended else ""

    def evaluation(arguments: Mapping[str, str], progress: Progress) -> str:
        with alone:
            return _evaluate(kept)

    def gathering(job: JobName) -> Work:
        return lambda arguments, progress: gather(crawling, job, wiring.config())

    def own(job: JobName) -> Work:
        return lambda arguments, progress: gather_own(crawling, job, wiring.config().official_account)

    return {
        JobName.CRAWL: crawl,
        **{job: gathering(job) for job in GATHERERS},
        **{job: own(job) for job in OWN},
        JobName.CANARY: lambda arguments, progress: look_at_routes(crawling),
        JobName.INBOX: lambda arguments, progress: read_letters(),
        JobName.SCORE: _score,
        JobName.TOPICS: _topics,
        JobName.EVALUATE: evaluation,
        JobName.TELL: _tell,
        JobName.ESCALATE: _escalate,
        JobName.REPORT: _report,
        JobName.HOUSEKEEPING: _tidy,
        JobName.SESSIONS: _sessions,
        JobName.BACKTEST: lambda arguments, progress: errands.run(JobName.BACKTEST, arguments, progress),
        JobName.LOGIN: _login,
        JobName.MAIL_IN: _mail_in,
    }


def _score(arguments: Mapping[str, str], progress: Progress) -> str:
    done = score_all(progress)
    again = score_stale(progress, most=STALE_AT_ONCE)
    parts = [f"判定 {done} 条"] * bool(done) + [f"按新模型重新判定 {again} 条"] * bool(again)
    return "，".join(parts)


def _topics(arguments: Mapping[str, str], progress: Progress) -> str:
    done = discover(watches.active(), now(), progress)
    parts = [f"新话题 {done.begun} 个"] * bool(done.begun) + [f"归入话题 {done.posts} 条"] * bool(done.posts)
    return "，".join(parts)


def _evaluate(kept: Kept) -> str:
    done = evaluate(now(), kept=kept)
    grade_again(now())
    if not (done.raised or done.updated or done.cleared):
        return ""
    return f"新预警 {done.raised}，持续 {done.updated}，解除 {done.cleared}"


def _tell(arguments: Mapping[str, str], progress: Progress) -> str:
    told = tell(now())
    if not (told.accepted or told.retried or told.failed):
        return ""
    return f"送达服务器 {told.accepted}，待重试 {told.retried}，失败 {told.failed}"


def _escalate(arguments: Mapping[str, str], progress: Progress) -> str:
    done = chase(now())
    parts = [
        (done.reminded, "提醒认领人 {} 次"),
        (done.returned, "退回待认领 {} 条"),
        (done.escalated, "逐级上报 {} 条"),
        (done.again, "再次通知 {} 条"),
    ]
    return "，".join(words.format(many) for many, words in parts if many)


def _report(arguments: Mapping[str, str], progress: Progress) -> str:
    day = date.fromisoformat(arguments["day"]) if "day" in arguments else day_of(now()) - timedelta(days=1)
    report = build(day, now())
    return f"{spoken_day(day)}日报第 {report.edition} 版"


def _tidy(arguments: Mapping[str, str], progress: Progress) -> str:
    weeks = count_weeks(now())
    told = [tidy(now()), f"统计了 {weeks} 个渠道上周的判定分布" if weeks else ""]
    return "；".join(part for part in told if part)


def _sessions(arguments: Mapping[str, str], progress: Progress) -> str:
    return look_after_accounts()


def _login(arguments: Mapping[str, str], progress: Progress) -> str:
    return log_in(int(arguments["login"]))


def _offer(written: Sequence[str], at: datetime) -> int:
    """Hand links of articles on to be read; returns how many were new."""
    return sum(told.verdict is Verdict.TAKEN for told in links.offer(written, FoundBy.MAIL, at))


def _mail_in(arguments: Mapping[str, str], progress: Progress) -> str:
    done = fetch(wiring.config().mail_in, now(), _offer)
    told = [f"收下 {done.reports} 封"] * bool(done.reports) + [f"拒收 {done.refused} 封"] * bool(done.refused)
    return "，".join([*told, *[f"含公众号文章链接 {done.links} 个"] * bool(done.links)])
