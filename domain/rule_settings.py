"""What people may set of a rule: where it looks, how easily it speaks, when it is over, and how grave it may be."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from domain.alert import Grade
from domain.post import Channel
from domain.shown import Shown

DAY = 24 * 60
MOST_FLOOR = 100_000
BOUNDS = {
    "floor": (1, MOST_FLOOR, "最低数量"),
    "for_minutes": (0, DAY, "持续多久才报（分钟）"),
    "clear_minutes": (5, 7 * DAY, "平静多久才解除（分钟）"),
    "clear_percent": (10, 100, "解除线（最低数量的百分之几）"),
    "cooldown_minutes": (0, 7 * DAY, "解除后多久不再报（分钟）"),
}
"""Field: least, most, and the word on the screen."""


class Sensitivity(Shown):
    """How easily a rule speaks; each rule says what the three words mean for it."""

    SENSITIVE = "sensitive", "灵敏"
    STANDARD = "standard", "标准"
    STRICT = "strict", "严格"


class BadSettings(ValueError):
    """Settings that cannot be taken; `problems` are sentences that name the field and the cure."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("；".join(self.problems))


@dataclass(frozen=True, kw_only=True)
class RuleSettings:
    """The settings of one rule.

    No `watches` or `channels` means all of them. A matter must hold for `for_minutes` before it is raised and must
    have been quiet for `clear_minutes` before it is over; while it is on, `clear_percent` of the `floor` keeps it on.
    For `cooldown_minutes` after its end only a graver matter is raised again. `rows` are the keys of the standard's
    rows that may grade it (none: all); its alerts are at least as grave as `lowest`.
    """

    rule: str
    on: bool = True
    watches: tuple[int, ...] = ()
    channels: tuple[Channel, ...] = ()
    sensitivity: Sensitivity = Sensitivity.STANDARD
    floor: int = 1
    for_minutes: int = 0
    clear_minutes: int = 30
    clear_percent: int = 100
    cooldown_minutes: int = 0
    rows: tuple[str, ...] = ()
    lowest: int = Grade.FOUR.value

    def covers(self, watch: int) -> bool:
        """Whether the rule looks at a watch."""
        return self.on and (not self.watches or watch in self.watches)

    def eased(self) -> "RuleSettings":
        """The settings that decide whether what is on may still go on."""
        return replace(self, floor=max(1, -(-self.floor * self.clear_percent // 100)))


def check(settings: RuleSettings) -> None:
    """Raise BadSettings with every field that is out of its bounds."""
    problems = []
    for name, (least, most, label) in BOUNDS.items():
        value = getattr(settings, name)
        if not least <= value <= most:
            problems.append(f"“{label}”现为 {value:,}，应在 {least:,} 到 {most:,} 之间")
    if settings.lowest not in {grade.value for grade in Grade}:
        problems.append(f"“最低级别”现为 {settings.lowest}，应为 1（一级）到 4（四级）")
    if problems:
        raise BadSettings(problems)


def differences(before: RuleSettings, after: RuleSettings, watches: dict[int, str]) -> tuple[str, ...]:
    """What changed, one sentence a field; `watches` are names by id, one that is gone shows as 已删除的主题."""
    told = []
    for name, label in _LABELS.items():
        old, new = _word(before, name, watches), _word(after, name, watches)
        if old != new:
            told.append(f"{label}：{old} → {new}")
    return tuple(told)


_LABELS = {
    "on": "启用",
    "watches": "监测主题",
    "channels": "渠道",
    "sensitivity": "灵敏度",
    **{name: label for name, (_, _, label) in BOUNDS.items()},
    "rows": "参与定级的标准条款",
    "lowest": "最低级别",
}


def _word(settings: RuleSettings, name: str, watches: dict[int, str]) -> str:
    value = getattr(settings, name)
    if name == "on":
        return "是" if value else "否"
    if name == "watches":
        return "、".join(watches.get(key, "已删除的主题") for key in value) or "全部"
    if name == "channels":
        return "、".join(channel.shown for channel in value) or "全部"
    if name == "sensitivity":
        return settings.sensitivity.shown
    if name == "rows":
        return "、".join(value) or "全部"
    return Grade(value).shown if name == "lowest" else f"{value:,}"
