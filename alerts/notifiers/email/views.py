"""What the mail templates show: rows of the store turned into lines that are ready to read."""

from dataclasses import dataclass
from datetime import datetime

from alerts.asking_again import AGAIN
from alerts.claims import is_still_on
from alerts.matters import ALSO
from alerts.notifiers.email.quoting import quoted
from alerts.rules import RULES
from alerts.wording import number, one_line
from domain.alert import AlertState, Grade
from domain.day import spoken, spoken_span
from domain.incident import IncidentState
from domain.notice import NoticeState, Stage
from domain.post import Channel, Verification
from domain.score import Complaint, Polarity, told
from storage.models import Alert, Notice, Post, Score, Transition
from storage.outbox import about

COLOURS = {1: ("#b71c1c", "#ffffff"), 2: ("#d84315", "#ffffff"), 3: ("#f9c22e", "#3b2f00"), 4: ("#1565c0", "#ffffff")}
MOST_POSTS = 5
MOST_OTHERS = 12
OURS = frozenset(rule.name for rule in RULES if not rule.needs_posts and not rule.public)
"""Rules that speak of the monitoring itself and not of what is written."""
TROUBLE = (
    "这是监测系统自身的问题，不是舆情事件；在恢复之前，没有预警不等于没有事。"
    "请按下面的“怎么办”处理，并认领这条预警，以免逐级上报。"
)


@dataclass(frozen=True, kw_only=True)
class Badge:
    """A grade as a coloured label."""

    shown: str
    colour: str
    back: str
    ink: str


@dataclass(frozen=True, kw_only=True)
class Quote:
    """One post as the mail shows it."""

    head: str
    text: str
    counts: str
    link: str


@dataclass(frozen=True, kw_only=True)
class Change:
    """One line of a history."""

    at: str
    who: str
    what: str
    reason: str


def badge(grade: int) -> Badge:
    """The label of a grade, 红 橙 黄 蓝."""
    back, ink = COLOURS[grade]
    return Badge(shown=Grade(grade).shown, colour=Grade(grade).colour, back=back, ink=ink)


def quotes(alert: Alert) -> list[Quote]:
    """The gravest posts, shortened and defanged."""
    rows = alert.evidence.select_related("post", "post__score").order_by("rank")[:MOST_POSTS]
    return [_quote(row.post) for row in rows]


def more_posts(alert: Alert) -> int:
    """How many posts the alert shows beyond those in the mail."""
    return max(0, alert.evidence.count() - MOST_POSTS)


def _quote(post: Post) -> Quote:
    name = one_line(post.author_name, 30) or "未知作者"
    standing = [Verification(post.verification).shown] if post.verification else []
    followers = "粉丝数未知" if post.followers is None else f"粉丝 {number(post.followers)}"
    head = f"{Channel(post.channel).shown} · {name}（{'，'.join([*standing, followers])}）· {spoken(post.published_at)}"
    score = getattr(post, "score", None)
    return Quote(
        head=head,
        text=quoted("　".join(part for part in (post.title, post.text) if part)),
        counts=" · ".join([*(_mood(score) if score else []), *(_count(*pair) for pair in _counts(post))]),
        link=quoted(post.url, 200) if post.url else "",
    )


def _mood(score: Score) -> list[str]:
    """Which way the post speaks, and what it complains of."""
    kind = [Complaint(score.complaint).shown] if score.complaint else []
    return [told(Polarity(score.polarity), score.negativity), *kind]


def _counts(post: Post) -> list[tuple[str, int | None]]:
    shown = [("转发", post.reposts), ("评论", post.comments), ("点赞", post.likes)]
    return [*shown, ("阅读", post.reads)] if post.channel == Channel.WECHAT.value else shown


def _count(word: str, value: int | None) -> str:
    return f"{word} {'未知' if value is None else number(value)}"


def others(notice: Notice, alert: int) -> list[str]:
    """Who else was told of this, with the reason and how far the telling came; each address once."""
    lines: dict[str, str] = {}
    rows = about(alert).exclude(state=NoticeState.SUPERSEDED.value).exclude(address__iexact=notice.address)
    for row in rows.select_related("person").order_by("id"):
        who = row.person.name if row.person else row.address
        state = NoticeState(row.state).shown
        at = f"，{spoken(row.accepted_at)}" if row.accepted_at else ""
        lines.setdefault(row.address.casefold(), f"{one_line(who, 40)}：{one_line(row.why, 80)}（{state}{at}）")
    found = list(lines.values())
    return found[:MOST_OTHERS] + ([f"等共 {len(found)} 人"] if len(found) > MOST_OTHERS else [])


def history(rows: list[Transition]) -> list[Change]:
    """Lines of a history in the order of time."""
    return [
        Change(at=spoken(row.at), who=one_line(row.actor, 40), what=_what(row), reason=quoted(row.reason, 200))
        for row in rows
    ]


def _what(row: Transition) -> str:
    if row.what == "note":
        return "记录"
    if row.what == "grade":
        before, after = (Grade(int(value)).shown if value else "" for value in (row.before, row.after))
        return f"级别由{before}改为{after}"
    words = {state.value: state.shown for state in (IncidentState if row.incident_id else AlertState)}
    before, after = words.get(row.before, ""), words.get(row.after, row.after)
    return f"{before} → {after}" if before else after


def why_now(notice: Notice, alert: Alert, now: datetime) -> str:
    """One sentence: why this mail comes at this moment."""
    holder = one_line(alert.acknowledged_by, 40)
    said = {
        Stage.ESCALATED: f"这条预警{_waiting(alert, now)}，{_asked(notice)}，请立即处理。",
        Stage.RAISED: f"事态加重：建议级别已升为{Grade(alert.grade).shown}。",
        Stage.JOINED: f"这件事有新情况，{_news(alert)}。请一并处理。",
        Stage.ACKNOWLEDGED: f"{holder}已于 {spoken(alert.acknowledged_at)} 认领，您无需再操作。",
        Stage.REMINDED: _reminder(alert, now),
        Stage.RETURNED: f"{_returned(alert)}，这条预警退回待认领。请马上认领，接手处理。",
        Stage.DISMISSED: "经核实判为误报，您无需再操作。",
        Stage.SETTLED: f"{holder}已核实并处理，不启动突发事件（{_done(alert)}），您无需再操作。",
        Stage.CLEARED: _over(alert),
    }
    return said.get(Stage(notice.stage)) or (
        TROUBLE if alert.rule in OURS else "请核实：属实就认领并启动处置，不属实就判为误报。"
    )


def _news(alert: Alert) -> str:
    """What other rules have found of the matter since, the last of it."""
    told = alert.history.filter(what="note", reason__startswith=ALSO).order_by("-at", "-id").first()
    return one_line(told.reason, 200) if told is not None else "见下面的触发理由"


def _reminder(alert: Alert, now: datetime) -> str:
    """What is wanted of whoever has it, and what happens else."""
    begun = "您认领的这条预警还没有处理结果"
    if not is_still_on(alert.rule, alert.last_seen_at, now):
        return f"{begun}，{spoken(alert.last_seen_at)} 以后没有再检出。请了结或判为误报，还要处理就记一笔进展。"
    return (
        f"{begun}。请在 {spoken(alert.answer_by)} 前启动、了结或判为误报，一时没有结果就记一笔进展；"
        "否则它将退回待认领，重新通知值班经理并逐级上报。"
    )


def _waiting(alert: Alert, now: datetime) -> str:
    """For how long nobody has had it."""
    waited = spoken_span(now - alert.waiting_since)
    return f"退回待认领已 {waited}，至今无人接手" if alert.returned_at else f"发出已 {waited}，至今无人认领"


def _asked(notice: Notice) -> str:
    """Whether the ladder has come to this person, or has nobody left."""
    return "逐级上报后仍没有人接手，再次通知您" if notice.step.startswith(AGAIN) else "现上报给您"


def _returned(alert: Alert) -> str:
    """Who had it in vain, and for how long."""
    told = alert.history.filter(before=AlertState.ACKNOWLEDGED.value, after=AlertState.FIRING.value)
    last = told.order_by("-at", "-id").first()
    return one_line(last.reason, 120) if last is not None else "认领后没有处理结果"


def _done(alert: Alert) -> str:
    """What was done about a matter that was settled."""
    told = alert.history.filter(after=AlertState.SETTLED.value).order_by("-at", "-id").first()
    return one_line(told.reason, 120) if told is not None else "没有写明"


def _over(alert: Alert) -> str:
    if alert.rule not in OURS or alert.ended_at is None:
        return "触发条件已不再成立，系统自行解除，您无需再操作。"
    span = f"{spoken(alert.since)} 起，{spoken(alert.ended_at)} 恢复"
    return f"监测系统的问题已经消除（{span}），您无需再操作；期间内容的补采情况见采集记录和次日日报。"
