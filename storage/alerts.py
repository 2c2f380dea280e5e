"""Alerts: raised once per matter, changed only by compare-and-set, every change with its row of history."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from domain.alert import AlertState, Finding, Grade, Proposal
from storage.models import Alert, AlertPost, Post, Transition
from storage.models.alert import OPEN_STATES

MOST_POSTS = 20
SYSTEM = "系统"
PAST = "回溯评估：按当时的数据会发出此预警"
OVER = "回溯评估：事由已经过去，或评估的时段到此为止"


@dataclass(frozen=True, kw_only=True)
class OpenAlert:
    """What the next evaluation must know of an alert that is open; `returned`: somebody had claimed it in vain."""

    key: int
    rule: str
    watch: int | None
    fingerprint: str
    state: AlertState
    grade: Grade
    last_seen_at: datetime
    told: bool
    returned: bool


def open_alerts() -> list[OpenAlert]:
    """Every open alert, oldest first."""
    return [_open(row) for row in Alert.objects.filter(state__in=OPEN_STATES).order_by("detected_at", "id")]


def open_alert(fingerprint: str) -> OpenAlert | None:
    """The alert of this matter that is open."""
    row = Alert.objects.filter(fingerprint=fingerprint, state__in=OPEN_STATES).first()
    return None if row is None else _open(row)


def open_one(alert: int) -> OpenAlert | None:
    """One alert, if it is open."""
    row = Alert.objects.filter(pk=alert, state__in=OPEN_STATES).first()
    return None if row is None else _open(row)


def _open(row: Alert) -> OpenAlert:
    return OpenAlert(
        key=row.pk,
        rule=row.rule,
        watch=row.watch_id,
        fingerprint=row.fingerprint,
        state=AlertState(row.state),
        grade=Grade(row.grade),
        last_seen_at=row.last_seen_at,
        told=row.told,
        returned=row.returned_at is not None,
    )


def dismissed_grade(fingerprint: str, now: datetime, within: timedelta) -> Grade | None:
    """The gravest grade at which this matter was judged a false alarm in this time; None where it was not."""
    return _gravest(fingerprint, AlertState.DISMISSED, now, within)


def settled_grade(fingerprint: str) -> Grade | None:
    """The grade at which this matter was settled last; None where it never was."""
    rows = Alert.objects.filter(fingerprint=fingerprint, state=AlertState.SETTLED.value)
    grade = rows.order_by("-ended_at").values_list("grade", flat=True).first()
    return None if grade is None else Grade(grade)


def cleared_grade(fingerprint: str, now: datetime, within: timedelta) -> Grade | None:
    """The gravest grade of this matter's alerts that were over in this time; None where there is none."""
    return _gravest(fingerprint, AlertState.CLEARED, now, within)


def _gravest(fingerprint: str, state: AlertState, now: datetime, within: timedelta) -> Grade | None:
    rows = Alert.objects.filter(fingerprint=fingerprint, state=state.value)
    grades = rows.filter(ended_at__gt=now - within, ended_at__lte=now).values_list("grade", flat=True)
    return min((Grade(grade) for grade in grades), default=None)


def raise_alert(finding: Finding, proposal: Proposal, gaps: Sequence[str], now: datetime, *, told: bool) -> int | None:
    """Store a new alert with its evidence and first history row; None where one for this matter is open already.

    Part of the caller's transaction; the database's own constraint decides between two that raise at once.
    """
    row = Alert(
        fingerprint=finding.fingerprint,
        rule=finding.rule,
        watch_id=finding.watch,
        title=finding.title[:200],
        grade=proposal.grade.value,
        standard=proposal.standard,
        since=finding.since,
        detected_at=now,
        last_seen_at=now,
        coverage=list(gaps),
        told=told,
        **_why(finding, proposal),
    )
    if not _insert(row):
        return None
    _prove(row.pk, finding.posts)
    first = AlertState.FIRING.value
    reason = "；".join(reason.text for reason in finding.reasons)
    Transition.objects.create(alert=row, at=now, actor=SYSTEM, what="state", after=first, reason=reason)
    return row.pk


def _why(finding: Finding, proposal: Proposal) -> dict[str, Any]:
    """The columns that say why, as JSON."""
    return {
        "grade_reasons": list(proposal.reasons),
        "reasons": [asdict(reason) for reason in finding.reasons],
        "measures": asdict(finding.measures),
    }


def _prove(alert: int, posts: Sequence[int]) -> None:
    """Add posts as evidence, in order, up to the most that an alert shows; posts deleted meanwhile are left out."""
    there = AlertPost.objects.filter(alert_id=alert)
    known = set(there.values_list("post_id", flat=True))
    living = set(Post.objects.filter(id__in=posts).values_list("id", flat=True))
    fresh = [post for post in dict.fromkeys(posts) if post in living and post not in known]
    top = there.aggregate(top=Max("rank"))["top"]
    start = 0 if top is None else top + 1
    rows = [AlertPost(alert_id=alert, post_id=post, rank=rank) for rank, post in enumerate(fresh, start)]
    AlertPost.objects.bulk_create(rows[: max(0, MOST_POSTS - len(known))], ignore_conflicts=True)


def restate(finding: Finding) -> None:
    """Let the open alert of a matter tell the newest figures; grade and history stay as they are."""
    Alert.objects.filter(fingerprint=finding.fingerprint, state__in=OPEN_STATES).update(
        title=finding.title[:200],
        reasons=[asdict(reason) for reason in finding.reasons],
        measures=asdict(finding.measures),
    )


def set_told(alert: int) -> bool:
    """Mark an open alert that nobody was told of as one to tell of; False where it is told already."""
    return bool(Alert.objects.filter(pk=alert, state__in=OPEN_STATES, told=False).update(told=True))


def seen(alert: int, now: datetime) -> None:
    """Note that the matter is still on."""
    Alert.objects.filter(pk=alert, state__in=OPEN_STATES, last_seen_at__lt=now).update(last_seen_at=now)


def raise_grade(alert: OpenAlert, finding: Finding, proposal: Proposal, gaps: Sequence[str], now: datetime) -> bool:
    """Raise the proposed grade of an open alert; False where somebody else changed it meanwhile. Never lowers."""
    if proposal.grade >= alert.grade:
        return False
    rows = Alert.objects.filter(pk=alert.key, grade=alert.grade.value, state__in=OPEN_STATES)
    changed = rows.update(
        grade=proposal.grade.value,
        standard=proposal.standard,
        title=finding.title[:200],
        coverage=list(gaps),
        **_why(finding, proposal),
    )
    if not changed:
        return False
    _prove(alert.key, finding.posts)
    _rise(alert.key, alert.grade, proposal, now).save(force_insert=True)
    return True


def move(
    alert: int,
    *,
    before: Collection[AlertState],
    after: AlertState,
    actor: str,
    reason: str,
    now: datetime,
    changes: Mapping[str, Any] | None = None,
) -> AlertState | None:
    """Change the state if it is one of `before`, with its history row; the state that it was, or None if refused."""
    row = Alert.objects.select_for_update().filter(pk=alert).values_list("state", flat=True).first()
    if row is None or AlertState(row) not in before:
        return None
    if not Alert.objects.filter(pk=alert, state=row).update(state=after.value, **(changes or {})):
        return None
    Transition.objects.create(
        alert_id=alert, at=now, actor=actor[:80], what="state", before=row, after=after.value, reason=reason
    )
    return AlertState(row)


@dataclass(frozen=True, kw_only=True)
class Unanswered:
    """A told alert that nobody has claimed; `since` is from when on its grade has asked for somebody."""

    key: int
    grade: Grade
    since: datetime


def unanswered(alert: int | None = None) -> list[Unanswered]:
    """Told alerts that are firing, oldest first; of one alert only, it is held until the transaction ends."""
    rows = Alert.objects.filter(state=AlertState.FIRING.value, told=True).order_by("detected_at", "id")
    if alert is not None:
        rows = rows.select_for_update().filter(pk=alert)
    rises = Transition.objects.filter(alert__in=[row.pk for row in rows], what="grade").order_by("at", "id")
    raised_at = dict(rises.values_list("alert_id", "at"))
    return [
        Unanswered(
            key=row.pk,
            grade=Grade(row.grade),
            since=max(raised_at.get(row.pk, row.detected_at), row.waiting_since),
        )
        for row in rows
    ]


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A told alert that somebody has claimed and of whom a word is expected until `answer_by`."""

    alert: int
    rule: str
    grade: Grade
    holder: str
    answer_by: datetime
    last_seen_at: datetime


def claims(alert: int | None = None) -> list[Claim]:
    """Claims that have an end, the next one first; of one alert only, it is held until the transaction ends."""
    rows = Alert.objects.filter(state=AlertState.ACKNOWLEDGED.value, told=True, answer_by__isnull=False)
    if alert is not None:
        rows = rows.select_for_update().filter(pk=alert)
    return [
        Claim(
            alert=row.pk,
            rule=row.rule,
            grade=Grade(row.grade),
            holder=row.acknowledged_by,
            answer_by=row.answer_by,
            last_seen_at=row.last_seen_at,
        )
        for row in rows.order_by("answer_by", "id")
        if row.answer_by is not None
    ]


def expect_word(alert: int, by: datetime) -> None:
    """Until when whoever has claimed an alert must be heard of; nothing where nobody has."""
    Alert.objects.filter(pk=alert, state=AlertState.ACKNOWLEDGED.value).update(answer_by=by)


def note(alert: int, *, actor: str, text: str, now: datetime) -> None:
    """Add a line to the history of an alert."""
    Transition.objects.create(alert_id=alert, at=now, actor=actor[:80], what="note", reason=text)


def stands_at(alert: int) -> AlertState:
    """The state of an alert now; raises Alert.DoesNotExist."""
    return AlertState(Alert.objects.values_list("state", flat=True).get(pk=alert))


@dataclass(frozen=True, kw_only=True)
class PastAlert:
    """An alert that a look back found: how it began, each rise of its grade (when, from what, to what), how it ended.

    `ended_at` is None for one that is still on. `news` are the moments at which something was found of it that must not
    wait, once for each.
    """

    finding: Finding
    proposal: Proposal
    gaps: tuple[str, ...]
    detected_at: datetime
    last_seen_at: datetime
    ended_at: datetime | None = None
    rises: tuple[tuple[datetime, Grade, Proposal], ...] = ()
    news: tuple[datetime, ...] = ()


def record_past(past: PastAlert, *, told: bool) -> int | None:
    """Store what a look back found; None where this matter had an alert in that time already."""
    same = Alert.objects.filter(fingerprint=past.finding.fingerprint, last_seen_at__gte=past.detected_at)
    overlapping = same if past.ended_at is None else same.filter(detected_at__lte=past.ended_at)
    if overlapping.exists():
        return None
    row = Alert(
        fingerprint=past.finding.fingerprint,
        rule=past.finding.rule,
        watch_id=past.finding.watch,
        title=past.finding.title[:200],
        state=(AlertState.CLEARED if past.ended_at else AlertState.FIRING).value,
        grade=past.proposal.grade.value,
        standard=past.proposal.standard,
        since=past.finding.since,
        detected_at=past.detected_at,
        last_seen_at=past.last_seen_at,
        ended_at=past.ended_at,
        coverage=list(past.gaps),
        told=told,
        **_why(past.finding, past.proposal),
    )
    if not _insert(row):
        return None
    _prove(row.pk, past.finding.posts)
    Transition.objects.bulk_create(_past_history(row, past))
    return row.pk


def _past_history(row: Alert, past: PastAlert) -> list[Transition]:
    firing, cleared = AlertState.FIRING.value, AlertState.CLEARED.value
    began = Transition(alert=row, at=past.detected_at, actor=SYSTEM, what="state", after=firing, reason=PAST)
    rises = [_rise(row.pk, before, proposal, at) for at, before, proposal in past.rises]
    if past.ended_at is None:
        return [began, *rises]
    over = Transition(
        alert=row, at=past.ended_at, actor=SYSTEM, what="state", before=firing, after=cleared, reason=OVER
    )
    return [began, *rises, over]


def _rise(alert: int, before: Grade, proposal: Proposal, at: datetime) -> Transition:
    return Transition(
        alert_id=alert,
        at=at,
        actor=SYSTEM,
        what="grade",
        before=str(before.value),
        after=str(proposal.grade.value),
        reason="；".join(proposal.reasons),
    )


def _insert(row: Alert) -> bool:
    """Whether the row went in; False where an alert of its matter is open, by the database's own constraint."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        if open_alert(row.fingerprint) is None:
            raise
        return False
    return True
