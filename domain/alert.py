"""A rule fired, or a person or system reported: states, permitted moves, evidence and the proposed grade."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from domain.shown import Shown


class Grade(IntEnum):
    """The four levels of the agreement (2.4); a smaller number is graver."""

    ONE = 1
    TWO = 2
    THREE = 3
    FOUR = 4

    @property
    def shown(self) -> str:
        """The level with its name, as the agreement writes it."""
        return _GRADES[self.value][0]

    @property
    def colour(self) -> str:
        """The colour that colleagues know the level by."""
        return _GRADES[self.value][1]


_GRADES = {
    1: ("一级（特别严重）", "红"),
    2: ("二级（严重）", "橙"),
    3: ("三级（较重）", "黄"),
    4: ("四级（一般）", "蓝"),
}


class AlertState(Shown):
    """Where an alert stands; SETTLED is one that was true and wanted no incident."""

    FIRING = "firing", "待认领"
    ACKNOWLEDGED = "acknowledged", "已认领"
    STARTED = "started", "已启动"
    DISMISSED = "dismissed", "判为误报"
    SETTLED = "settled", "已了结"
    CLEARED = "cleared", "自行解除"


OPEN_ALERTS = frozenset({AlertState.FIRING, AlertState.ACKNOWLEDGED, AlertState.STARTED})

ALERT_MOVES: Mapping[AlertState, frozenset[AlertState]] = {
    AlertState.FIRING: frozenset(
        {AlertState.ACKNOWLEDGED, AlertState.STARTED, AlertState.DISMISSED, AlertState.CLEARED}
    ),
    AlertState.ACKNOWLEDGED: frozenset(
        {AlertState.STARTED, AlertState.SETTLED, AlertState.DISMISSED, AlertState.FIRING}
    ),
    AlertState.STARTED: frozenset({AlertState.CLEARED}),
    AlertState.DISMISSED: frozenset({AlertState.FIRING}),
    AlertState.SETTLED: frozenset(),
    AlertState.CLEARED: frozenset(),
}


class Held(Shown):
    """What the second figure of a reason is."""

    USUAL = "usual", "预期"
    LINE = "line", "门槛"
    BEFORE = "before", "一小时前"


@dataclass(frozen=True, kw_only=True)
class Reason:
    """One sentence of why, with the figure seen and the figure that it was held against (None where there is none).

    `held` says what that is; with `share` both are shares of one.
    """

    text: str
    observed: float | None = None
    expected: float | None = None
    held: Held = Held.USUAL
    share: bool = False


@dataclass(frozen=True, kw_only=True)
class Measures:
    """What the grading standard's rows 1-4 and 6-13 are held against; None means unknown, never 0.

    `outage_minutes` is how long a core channel has been down altogether; `error_percent` the share of core requests
    that fail; `complaints` those of an hour beside `complaints_expected`.
    """

    reposts: int | None = None
    comments: int | None = None
    reads: int | None = None
    plays: int | None = None
    negative_per_hour: float | None = None
    negative_expected_per_hour: float | None = None
    hot_rank: int | None = None
    followers: int | None = None
    media: bool | None = None
    channels: int | None = None
    regions: int | None = None
    affected_users: int | None = None
    affected_percent: float | None = None
    outage_minutes: float | None = None
    error_percent: float | None = None
    complaints: int | None = None
    complaints_expected: float | None = None


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What a rule found: enough to raise an alert, grade it and explain it.

    `fingerprint` names the matter, not the moment: while an alert with it is open, later findings join that alert.
    `outlook` is what the measures will be if things go on as most do, or None; it grades nothing.
    `watch` is None for what concerns the whole company. `apart` says that it is no part of a surge that is on.
    """

    rule: str
    watch: int | None
    fingerprint: str
    title: str
    since: datetime
    reasons: tuple[Reason, ...]
    measures: Measures = Measures()
    posts: tuple[int, ...] = ()
    outlook: Measures | None = None
    apart: bool = False


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A grade proposed by the standard, with the rows that were met; a person decides."""

    grade: Grade
    reasons: tuple[str, ...]
    standard: int
