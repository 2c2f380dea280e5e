"""The scores of a channel have left their own past: what the machine says of it may no longer be right."""

from datetime import datetime, timedelta

from alerts.evidence import DriftFact, Evidence
from alerts.rule import Rule
from alerts.wording import what_to_do
from domain.alert import Finding, Reason
from domain.day import day_bounds, spoken_day
from domain.rule_settings import RuleSettings
from domain.watch import Watch

CURE = "请抽查这个渠道的帖文，在帖文页更正判错的几十条，再运行 yuqing train；如果抽查无误，说明舆论本身变了，可判为误报"


def find(evidence: Evidence, now: datetime, settings: RuleSettings) -> list[Finding]:
    """One finding per channel whose last whole week has drifted."""
    return [_finding(evidence.watch, fact) for fact in evidence.drifts]


def _finding(watch: Watch, fact: DriftFact) -> Finding:
    return Finding(
        rule=MODEL_DRIFT.name,
        watch=watch.key,
        fingerprint=f"{MODEL_DRIFT.name}:{watch.key}:{fact.channel}",
        title=f"{watch.name}：{fact.channel.shown}的情感判定偏离以往，准确程度可能下降",
        since=day_bounds(fact.monday)[0],
        reasons=(*_reasons(fact), what_to_do(CURE)),
    )


def _reasons(fact: DriftFact) -> list[Reason]:
    week, drift = f"{spoken_day(fact.monday)}起的一周", fact.drift
    reasons: list[Reason] = []
    if drift.index is not None:
        text = (
            f"{week}，负面程度的分布与此前 {drift.weeks} 周相差 {drift.index:.2f}，以往最多相差 {drift.usual_index:.2f}"
        )
        reasons.append(Reason(text=f"{text}（群体稳定性指数）"))
    if drift.unheard is not None and drift.usual_unheard is not None:
        text = f"{week}，模型没学过的词占 {drift.unheard:.1%}，以往最多占 {drift.usual_unheard:.1%}"
        reasons.append(Reason(text=text))
    return reasons


MODEL_DRIFT = Rule(
    name="model_drift",
    shown="判定漂移",
    decide=find,
    reads=("drifts",),
    when="某个渠道一周的情感判定偏离以往（分布变了，或没学过的词多了），提醒抽查和重新训练",
    needs_posts=False,
    hold=timedelta(days=1),
    by_channel=True,
)
