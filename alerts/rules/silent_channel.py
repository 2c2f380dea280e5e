"""A channel that is crawled has stopped giving; each way of silence is told with its own cure."""

from datetime import datetime

from alerts.evidence import ChannelFacts, CrawlFact, Evidence, Volume
from alerts.rule import Line, Rule
from alerts.wording import number, one_line, what_to_do
from domain.alert import Finding, Reason
from domain.crawl import CrawlOutcome
from domain.day import spoken, spoken_span
from domain.post import Channel
from domain.refusal import cure_for, word_for
from domain.rule_settings import RuleSettings
from domain.watch import Watch

LATE = Line(words="连续 {} 个采集间隔没有完整数据", values=(2, 3, 6))
FEW_EXPECTED = 20.0  # below this an empty window may be chance: P(NB(20, phi=0.1) <= 2) is about 1 in 2,000
FEW_SHARE = 0.1

NOT_RUNNING = "请确认监测程序（yuqing run）仍在运行，并查看任务列表里的采集任务"


def find(evidence: Evidence, now: datetime, settings: RuleSettings) -> list[Finding]:
    """One finding per crawled channel that covers nothing, or covers and finds next to nothing."""
    late = int(LATE.at(settings.sensitivity))
    findings = [_judge(evidence.watch, facts, now, late) for facts in evidence.channels]
    return [finding for finding in findings if finding is not None]


def _judge(watch: Watch, facts: ChannelFacts, now: datetime, late: int) -> Finding | None:
    blocked = _blocked(facts)
    if blocked is not None:
        what = word_for(blocked.outcome, blocked.refusal)
        return _finding(watch, facts, what, now, (_how(blocked), _since(facts, now), _cure(blocked, facts.channel)))
    if now - (facts.covered_until or facts.first_crawl_at) > late * facts.interval:
        return _late(watch, facts, now, late)
    low = next((volume for volume in facts.volumes if _is_low(volume)), None)
    return None if low is None else _finding(watch, facts, "帖文量异常少", now, _few(low))


def _blocked(facts: ChannelFacts) -> CrawlFact | None:
    """The newest crawl, where it says that the next one will get nothing either; one refusal alone may pass."""
    if not facts.crawls:
        return None
    newest = facts.crawls[0]
    if newest.outcome is CrawlOutcome.EXPIRED_SESSION:
        return newest
    twice = len(facts.crawls) > 1 and facts.crawls[1].outcome is newest.outcome
    return newest if twice and newest.outcome in {CrawlOutcome.REFUSED, CrawlOutcome.CHANGED_LAYOUT} else None


def _late(watch: Watch, facts: ChannelFacts, now: datetime, late: int) -> Finding:
    newest = facts.crawls[0] if facts.crawls else None
    if newest is None or now - newest.ended_at > late * facts.interval:
        ended = (
            "从未有采集完成" if newest is None else f"最近一次采集结束于 {spoken(newest.ended_at)}，之后没有新的采集"
        )
        return _finding(
            watch, facts, "采集停止", now, (Reason(text=ended), _since(facts, now), what_to_do(NOT_RUNNING))
        )
    what = word_for(newest.outcome, newest.refusal) if _cure_of(newest, facts.channel) else "没有采集到最新内容"
    return _finding(watch, facts, what, now, (_how(newest), _since(facts, now), _cure(newest, facts.channel)))


def _finding(watch: Watch, facts: ChannelFacts, what: str, now: datetime, reasons: tuple[Reason, ...]) -> Finding:
    return Finding(
        rule=SILENT_CHANNEL.name,
        watch=watch.key,
        fingerprint=f"{SILENT_CHANNEL.name}:{watch.key}:{facts.channel}",
        title=f"{watch.name}：{facts.channel.shown}{what}，舆情可能漏报",
        since=min(facts.covered_until or facts.first_crawl_at, now),
        reasons=reasons,
    )


def _how(crawl: CrawlFact) -> Reason:
    why, word = one_line(crawl.reason, 120), word_for(crawl.outcome, crawl.refusal)
    return Reason(text=f"{spoken(crawl.ended_at)} 的采集结果：{word}{f'（{why}）' if why else ''}")


def _since(facts: ChannelFacts, now: datetime) -> Reason:
    if facts.covered_until is None:
        return Reason(text=f"自 {spoken(facts.first_crawl_at)} 开始采集以来从未取得完整数据")
    return Reason(text=f"完整数据只到 {spoken(facts.covered_until)}，已缺 {spoken_span(now - facts.covered_until)}")


def _cure(crawl: CrawlFact, channel: Channel) -> Reason:
    return what_to_do(_cure_of(crawl, channel) or NOT_RUNNING)


def _cure_of(crawl: CrawlFact, channel: Channel) -> str:
    return cure_for(crawl.outcome, crawl.refusal, channel)


def _is_low(volume: Volume) -> bool:
    return volume.expected >= FEW_EXPECTED and volume.observed <= FEW_SHARE * volume.expected


def _few(low: Volume) -> tuple[Reason, ...]:
    text = (
        f"采集显示正常，但最近 {low.hours} 小时只有 {number(low.observed)} 位作者发帖，"
        f"按往日同一时段预计 {number(low.expected)} 位"
    )
    cure = "请打开该渠道搜索一次核对：可能是搜索结果被平台屏蔽或监测词失效，而不是真的平静"
    return Reason(text=text, observed=low.observed, expected=low.expected), what_to_do(cure)


SILENT_CHANNEL = Rule(
    name="silent_channel",
    shown="渠道静默",
    decide=find,
    reads=("channels",),
    when="某个渠道不再有数据：登录过期、被拒绝、页面改版、长时间没有采到，分别写明",
    needs_posts=False,
    line=LATE,
    by_channel=True,
)
