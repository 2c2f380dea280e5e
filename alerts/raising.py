"""A finding becomes an alert, or joins the one that is open; an alert ends without a person."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction

from alerts.lifecycle import BREAK, MUTED_FOR, TOLD_BREAK, Verdict, comes_back
from alerts.matrix import CLAIM_HOLDS
from alerts.matters import ALSO, Found, is_urgent, named, not_yet_told, verdict_of
from alerts.people import roster_at, tellings, told_of
from alerts.routing import for_fired, for_raised
from domain.alert import AlertState, Finding, Grade
from domain.day import spoken, spoken_span
from domain.notice import Stage
from domain.rule_settings import RuleSettings
from storage import alerts, brewing, notices
from storage.alerts import SYSTEM, OpenAlert


class Store:
    """What the database remembers of matters."""

    def standing(self, fingerprint: str) -> Grade | None:
        """The grade of the open alert."""
        row = alerts.open_alert(fingerprint)
        return None if row is None else row.grade

    def dismissed(self, fingerprint: str, now: datetime) -> Grade | None:
        """The gravest grade of false alarms of the last day."""
        return alerts.dismissed_grade(fingerprint, now, MUTED_FOR)

    def settled(self, fingerprint: str, now: datetime) -> Grade | None:
        """The grade at which it was settled, where it has gone on since."""
        return alerts.settled_grade(fingerprint) if brewing.goes_on(fingerprint, now, TOLD_BREAK) else None

    def ended(self, fingerprint: str, now: datetime, within: timedelta) -> Grade | None:
        """The gravest grade of those that were cleared within this time."""
        return alerts.cleared_grade(fingerprint, now, within)

    def seen_since(self, fingerprint: str, now: datetime) -> datetime:
        """From when on a matter has been seen; noted."""
        return brewing.since(fingerprint, now, BREAK)

    def joined(self, fingerprint: str, now: datetime) -> bool:
        """Whether a surge told of it, and it has gone on since."""
        return brewing.told(fingerprint, now, TOLD_BREAK)

    def join(self, fingerprint: str, now: datetime) -> None:
        """A surge tells of it; noted."""
        brewing.tell(fingerprint, now)


STORE = Store()


@dataclass(frozen=True, kw_only=True)
class Raised:
    """The alert that a finding became or joined; `fresh` says that it is new."""

    alert: int
    fresh: bool


def apply(found: Found, now: datetime, *, tell: bool, settings: RuleSettings | None = None) -> Raised | None:
    """Raise or join, with the notices of that in one transaction; None where nothing comes of it.

    `settings` are those of the rule that found it. What is reported to us has none: only a person's word that it was
    a false alarm can mute it.
    """
    mark = found.finding.fingerprint
    given = settings or RuleSettings(rule=found.finding.rule)
    with transaction.atomic():
        verdict = verdict_of(STORE, found, given, now)
        if verdict is Verdict.JOINED:
            STORE.join(mark, now)
        if verdict in {Verdict.MUTED, Verdict.WAITING, Verdict.NOTHING, Verdict.JOINED}:
            return None
        standing = alerts.open_alert(mark)
        if standing is None:
            brewing.forget(mark)
            return _raise(found, now, tell=tell)
        _join(standing, found, now, graver=verdict is Verdict.GRAVER, tell=tell)
        return Raised(alert=standing.key, fresh=False)


def tell_fired(alert: int, grade: Grade, now: datetime) -> None:
    """Write the notices of a new alert, in the caller's transaction."""
    people = for_fired(roster_at(now), grade, now)
    notices.queue(tellings(people, Stage.FIRED, alert=alert), now)


def clear(alert: OpenAlert, reason: str, now: datetime) -> bool:
    """End an alert that nobody has touched and tell those who knew; False where somebody has, or once had."""
    if alert.returned:
        return False
    with transaction.atomic():
        done = alerts.move(
            alert.key,
            before={AlertState.FIRING},
            after=AlertState.CLEARED,
            actor=SYSTEM,
            reason=reason,
            now=now,
            changes={"ended_at": now},
        )
        if done is not None and alert.told:
            notices.queue(tellings(told_of(alert.key), Stage.CLEARED, alert=alert.key), now)
        return done is not None


def _raise(found: Found, now: datetime, *, tell: bool) -> Raised:
    """A new alert with its notices; another process may have been faster."""
    alert = alerts.raise_alert(found.finding, found.proposal, found.gaps, now, told=tell)
    if alert is None:
        standing = alerts.open_alert(found.finding.fingerprint)
        assert standing is not None
        return Raised(alert=standing.key, fresh=False)
    if tell:
        tell_fired(alert, found.proposal.grade, now)
    return Raised(alert=alert, fresh=True)


def _join(standing: OpenAlert, found: Found, now: datetime, *, graver: bool, tell: bool) -> None:
    back = not found.eased and comes_back(standing.state, standing.last_seen_at, now)
    alerts.seen(standing.key, now)
    if back:
        alerts.expect_word(standing.key, now + CLAIM_HOLDS[standing.grade])
        _tell_again(standing, now, tell=tell)
    if tell and alerts.set_told(standing.key):
        tell_fired(standing.key, standing.grade, now)
        standing = replace(standing, told=True)
    news = not_yet_told(STORE, found, now)
    if graver and alerts.raise_grade(standing, found.finding, found.proposal, found.gaps, now):
        alerts.expect_word(standing.key, now + CLAIM_HOLDS[found.proposal.grade])
        _tell_raised(standing, found.proposal.grade, now, tell=tell)
    elif news:
        _add(standing, found, news, now, tell=tell)


def _tell_again(standing: OpenAlert, now: datetime, *, tell: bool) -> None:
    """Write down that what somebody has in hand is on again after a while, and mail it: the wait was not the end."""
    away = f"隔了 {spoken_span(now - standing.last_seen_at)}又检出（上次检出 {spoken(standing.last_seen_at)}）"
    alerts.note(standing.key, actor=SYSTEM, text=f"{ALSO}{away}", now=now)
    if tell and standing.told:
        people = for_raised(roster_at(now), standing.grade, told_of(standing.key), now)
        notices.queue(tellings(people, Stage.JOINED, step=str(int(now.timestamp())), alert=standing.key), now)


def _add(standing: OpenAlert, found: Found, news: tuple[Finding, ...], now: datetime, *, tell: bool) -> None:
    """Write down what other rules have found of the matter since; what is urgent is mailed, once each."""
    alerts.restate(found.finding)
    alerts.note(standing.key, actor=SYSTEM, text=f"{ALSO}{'。'.join(named(news, found.watch))}", now=now)
    for one in filter(is_urgent, news):
        if tell and standing.told:
            people = for_raised(roster_at(now), standing.grade, told_of(standing.key), now)
            step = sha256(one.fingerprint.encode()).hexdigest()[:12]
            notices.queue(tellings(people, Stage.JOINED, step=step, alert=standing.key), now)


def _tell_raised(standing: OpenAlert, grade: Grade, now: datetime, *, tell: bool) -> None:
    if tell and standing.told:
        people = for_raised(roster_at(now), grade, told_of(standing.key), now)
        notices.queue(tellings(people, Stage.RAISED, step=str(grade.value), alert=standing.key), now)
