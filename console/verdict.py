"""What the first page answers at first sight: is something wrong, since when, how sure are we, who has it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.alert import AlertState, Grade
from domain.crawl import COVERING
from domain.day import spoken, spoken_span
from domain.identity import USABLE, CookieDomain, Health, IdentityKind, Standing
from domain.job import JobName, JobState
from domain.shown import Shown
from storage.standing import Job, Source

STALE = timedelta(hours=1)
EVALUATED_WITHIN = timedelta(minutes=20)
MANY_UNSCORED = 0.05


class Tone(Shown):
    """The kind of answer; it colours the sentence."""

    ALARM = "alarm", "待认领"
    HANDLED = "handled", "处理中"
    BLIND = "blind", "看不清"
    CALM = "calm", "平稳"
    EMPTY = "empty", "未开始"


@dataclass(frozen=True, kw_only=True)
class OpenAlert:
    """An alert that is not over; `holder` is empty where nobody has it, `waiting_since` from when on.

    `answer_by` is until when whoever has claimed it is to be heard of.
    """

    alert: int
    title: str
    grade: Grade
    state: AlertState
    since: datetime
    detected_at: datetime
    waiting_since: datetime
    holder: str
    incident: int | None = None
    answer_by: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """Something that makes us less sure; `blinding` says that quiet proves nothing while it lasts."""

    text: str
    blinding: bool = False


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """The sentence, what belongs to it, and the reasons for doubt; no doubts, fully sure."""

    tone: Tone
    sentence: str
    detail: str
    doubts: tuple[Doubt, ...]


def judge(alerts: Sequence[OpenAlert], doubts: Sequence[Doubt], *, watches: int, now: datetime) -> Verdict:
    """The answer for this moment."""
    waiting = [alert for alert in alerts if alert.state is AlertState.FIRING]
    if watches == 0 and not alerts:
        sentence, detail = "还没有监测主题", "先写下要留意的品牌、产品或人名，下一轮采集就会开始。"
        return Verdict(tone=Tone.EMPTY, sentence=sentence, detail=detail, doubts=())
    if waiting:
        return _verdict(
            Tone.ALARM, f"有 {len(waiting)} 起预警无人认领，{_gravest(waiting)}", _waits(waiting, now), doubts
        )
    if alerts:
        return _verdict(
            Tone.HANDLED, f"有 {len(alerts)} 起预警正在处理，{_gravest(alerts)}", _held(alerts, now), doubts
        )
    if any(doubt.blinding for doubt in doubts):
        detail = "没有待处理的预警，但有渠道没有采到：没有消息不等于没有事。"
        return _verdict(Tone.BLIND, "眼下看不清", detail, doubts)
    return _verdict(Tone.CALM, "目前平稳", "没有待处理的预警，各渠道都采到了，没有发现异常上升。", doubts)


def source_doubts(sources: Sequence[Source], now: datetime) -> list[Doubt]:
    """Every channel of a watch that is not covered up to about now."""
    return [Doubt(text=text, blinding=True) for source in sources if (text := _uncovered(source, now))]


def identity_doubts(identities: Sequence[Standing], now: datetime) -> list[Doubt]:
    """Accounts that cannot collect and have nobody of their domain in their place, or soon cannot.

    Visitors mend themselves.
    """
    accounts = [one for one in identities if one.kind is IdentityKind.ACCOUNT and one.domain is not CookieDomain.SINA]
    manned = {one.domain for one in accounts if one.health(now) in USABLE}
    return [
        Doubt(text=f"采集账号“{one.name}”（{one.domain}）{health.shown}")
        for one in accounts
        if (health := one.health(now)) is not Health.GOOD and (health in USABLE or one.domain not in manned)
    ]


def is_awake(jobs: Sequence[Job], now: datetime) -> bool:
    """Whether anything has run of late: then a job that never ran waits for its turn, nothing is to be done."""
    return any(job.ended_at is not None and now - job.ended_at <= EVALUATED_WITHIN for job in jobs)


def job_doubts(jobs: Sequence[Job], now: datetime) -> list[Doubt]:
    """Jobs that failed when they ran last, and an evaluation that is too long ago for quiet to count."""
    failed = [
        Doubt(text=f"{job.job.shown}上次运行{job.state.shown}：{job.failure or '原因未知'}")
        for job in jobs
        if job.state in {JobState.FAILED, JobState.LOST}
    ]
    ended = next((job.ended_at for job in jobs if job.job is JobName.EVALUATE), None)
    if ended is None:
        return [*failed, Doubt(text="预警评估还没有运行过", blinding=True)]
    if now - ended > EVALUATED_WITHIN:
        late = f"预警评估已有 {spoken_span(now - ended)}没有运行，上一次是 {spoken(ended)}"
        return [*failed, Doubt(text=late, blinding=True)]
    return failed


def count_doubts(*, posts: int, unscored: int, undelivered: int) -> list[Doubt]:
    """Posts of the last day without a verdict, and people who may not have been told."""
    doubts = []
    if unscored > MANY_UNSCORED * posts:
        doubts.append(Doubt(text=f"最近 24 小时有 {unscored:,} 条帖文尚未判定情感，负面占比可能还会变"))
    if undelivered:
        doubts.append(Doubt(text=f"有 {undelivered} 封通知没有发出去，收件人可能还不知情"))
    return doubts


def _verdict(tone: Tone, sentence: str, detail: str, doubts: Sequence[Doubt]) -> Verdict:
    return Verdict(tone=tone, sentence=sentence, detail=detail, doubts=tuple(doubts))


def _gravest(alerts: Sequence[OpenAlert]) -> str:
    grade = min(alert.grade for alert in alerts).shown
    return f"最高{grade}" if len(alerts) > 1 else grade


def _waits(waiting: Sequence[OpenAlert], now: datetime) -> str:
    since = min(alert.since for alert in waiting)
    longest = now - min(alert.waiting_since for alert in waiting)
    which = "最久的一起" if len(waiting) > 1 else ""
    return f"从 {spoken(since)} 开始，至今 {spoken_span(now - since)}；{which}已等待认领 {spoken_span(longest)}。"


def _held(alerts: Sequence[OpenAlert], now: datetime) -> str:
    since = min(alert.since for alert in alerts)
    holders = "、".join(dict.fromkeys(alert.holder for alert in alerts if alert.holder)) or "未知"
    return f"从 {spoken(since)} 开始，至今 {spoken_span(now - since)}；由 {holders} 负责。"


def is_late(source: Source, now: datetime) -> bool:
    """Whether a channel is not covered up to about now: its last crawl missed something, or there was none lately."""
    if source.covered_until is None or source.outcome not in COVERING:
        return True
    return now - source.covered_until > STALE


def _uncovered(source: Source, now: datetime) -> str:
    """Why a channel is not covered up to about now; empty where it is."""
    name = f"{source.watch_name} · {source.channel.shown}"
    if source.outcome is None:
        return f"{name}：还没有采集过"
    if source.covered_until is None:
        return f"{name}：{source.word}，从未取得完整数据"
    if not is_late(source, now):
        return ""
    what = "采集没有跟上" if source.outcome in COVERING else source.word
    return f"{name}：{what}，完整数据只到 {spoken(source.covered_until)}，缺 {spoken_span(now - source.covered_until)}"
