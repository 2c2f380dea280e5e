"""Which grade the standard proposes for what was measured; pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from alerts.wording import number
from domain.alert import Finding, Grade, Measures, Proposal
from domain.rule_settings import RuleSettings

GRAVEST_LAST = (Grade.FOUR, Grade.THREE, Grade.TWO, Grade.ONE)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One cell of the standard: met when any of its alternatives has all its (measure, at least) pairs met.

    A cell without alternatives is one that nothing here can measure; it is never met by the machine.
    """

    text: str
    alternatives: tuple[tuple[tuple[str, float], ...], ...]


@dataclass(frozen=True, kw_only=True)
class Row:
    """One dimension of the standard with its four cells, gravest last."""

    key: str
    number: int
    label: str
    lines: tuple[Line, Line, Line, Line]


MEASURES = {
    "reposts": ("转发", "次"),
    "comments": ("评论", "条"),
    "reads": ("阅读", "次"),
    "plays": ("播放", "次"),
    "negative_per_hour": ("负面声量", "条/小时"),
    "negative_ratio": ("负面声量为平时的", "倍"),
    "followers": ("账号粉丝", ""),
    "media": ("媒体认证账号", ""),
    "channels": ("涉及平台", "个"),
    "regions": ("涉及省份", "个"),
    "hot_height": ("热搜名次", ""),
    "affected_users": ("受影响用户", "人"),
    "affected_percent": ("受影响用户占", "%"),
    "outage_minutes": ("完全中断已", "分钟"),
    "error_percent": ("出错或超时占", "%"),
    "complaints": ("一小时投诉", "件"),
    "complaint_ratio": ("投诉为平时的", "倍"),
}
LOWEST_RANK = 50


def propose_for(finding: Finding, settings: RuleSettings, rows: Sequence[Row], standard: int) -> Proposal:
    """The grade of a finding by the rows that its rule may be graded by, at least the lowest that its settings name.

    What its measures are going to be is said beside, and grades nothing.
    """
    own = [row for row in rows if not settings.rows or row.key in settings.rows]
    proposal, lowest = propose(finding.measures, own, standard), Grade(settings.lowest)
    reasons = proposal.reasons
    if proposal.grade > lowest:
        reasons = (*reasons, f"按规则设置，这类预警至少按{lowest.shown}提出")
    if finding.outlook is not None:
        coming = propose(finding.outlook, own, standard)
        if coming.grade < proposal.grade:
            reasons = (*reasons, *(f"预计一天内，{reason}（预测，未计入定级）" for reason in coming.reasons))
    return Proposal(grade=min(proposal.grade, lowest), reasons=reasons, standard=standard)


def propose(measures: Measures, rows: Sequence[Row], standard: int) -> Proposal:
    """The highest grade of any row that is met, with a sentence for every row that is met, gravest first."""
    values = _values(measures)
    met = [(row, place) for row in rows if (place := _highest(row, values)) is not None]
    if not met:
        return Proposal(grade=Grade.FOUR, reasons=_nothing_met(values, standard), standard=standard)
    met.sort(key=lambda pair: (-pair[1], pair[0].number))
    reasons = tuple(_sentence(row, place, values) for row, place in met)
    return Proposal(grade=GRAVEST_LAST[met[0][1]], reasons=reasons, standard=standard)


def _values(measures: Measures) -> dict[str, float | None]:
    """The measures as numbers under the names that lines use; the ratio is known only where both its parts are.

    Lines say "at least", and the first place of a hot list is its highest: `hot_height` counts from the 50th, 1, up.
    """
    media = None if measures.media is None else float(measures.media)
    return {
        "reposts": measures.reposts,
        "comments": measures.comments,
        "reads": measures.reads,
        "plays": measures.plays,
        "negative_per_hour": measures.negative_per_hour,
        "negative_ratio": _ratio(measures.negative_per_hour, measures.negative_expected_per_hour),
        "followers": measures.followers,
        "media": media,
        "channels": measures.channels,
        "regions": measures.regions,
        "hot_height": None if measures.hot_rank is None else LOWEST_RANK + 1 - measures.hot_rank,
        "affected_users": measures.affected_users,
        "affected_percent": measures.affected_percent,
        "outage_minutes": measures.outage_minutes,
        "error_percent": measures.error_percent,
        "complaints": measures.complaints,
        "complaint_ratio": _ratio(measures.complaints, measures.complaints_expected),
    }


def _ratio(observed: float | None, expected: float | None) -> float | None:
    if observed is None or expected is None:
        return None
    return observed / expected if expected > 0 else (float("inf") if observed > 0 else 0.0)


def _highest(row: Row, values: dict[str, float | None]) -> int | None:
    """Place of the gravest cell that is met, 0 for 四级 to 3 for 一级; None where none is."""
    return next((place for place in (3, 2, 1, 0) if _which(row.lines[place], values) is not None), None)


def _which(line: Line, values: dict[str, float | None]) -> tuple[tuple[str, float], ...] | None:
    for every in line.alternatives:
        for name, least in every:
            value = values[name]
            if value is None or value < least:
                break
        else:
            return every
    return None


def _sentence(row: Row, place: int, values: dict[str, float | None]) -> str:
    every = _which(row.lines[place], values)
    assert every is not None
    seen = "、".join(_seen(name, values[name]) for name, _ in every)
    grade = GRAVEST_LAST[place].shown
    return f"第 {row.number} 行“{row.label}”：{seen}，达到{grade}的标准（{row.lines[place].text}）"


def _seen(name: str, value: float | None) -> str:
    label, unit = MEASURES[name]
    if name == "media":
        return label
    if name == "hot_height":
        assert value is not None
        return f"{label}第 {LOWEST_RANK + 1 - value:.0f} 位"
    if value == float("inf"):
        return "平时几乎没有投诉" if name == "complaint_ratio" else "平时几乎没有负面"
    assert value is not None
    return f"{label} {number(value)} {unit}".rstrip()


def _nothing_met(values: dict[str, float | None], standard: int) -> tuple[str, ...]:
    text = f"未达到《突发状况分级标准》第 {standard} 版的任何一行，按四级（一般）提出"
    unknown = [MEASURES[name][0] for name in ("reposts", "comments", "reads") if values[name] is None]
    if not unknown:
        return (text,)
    return text, f"其中{'、'.join(unknown)}数未知，没有参与定级"
