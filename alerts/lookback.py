"""The alerts that a past time would have raised, kept in memory until it has been looked at whole."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from alerts.lifecycle import BREAK, TOLD_BREAK, Verdict, is_over
from alerts.matters import Found, is_urgent, not_yet_told, verdict_of
from alerts.rulebook import BY_NAME, Rulebook
from domain.alert import AlertState, Grade
from storage.alerts import PastAlert


@dataclass
class Lookback:
    """`over` are alerts that ended within the time; the rest are still on. `seen_again` counts later sightings."""

    book: Rulebook
    over: list[PastAlert] = field(default_factory=list)
    seen_again: int = 0
    _on: dict[str, PastAlert] = field(default_factory=dict)
    _brewing: dict[str, tuple[datetime, datetime]] = field(default_factory=dict)
    _joined: dict[str, datetime] = field(default_factory=dict)

    def standing(self, fingerprint: str) -> Grade | None:
        """The grade of the alert that is on."""
        past = self._on.get(fingerprint)
        return None if past is None else past.proposal.grade

    def dismissed(self, fingerprint: str, now: datetime) -> Grade | None:
        """Nobody judges what was never shown."""
        return None

    def settled(self, fingerprint: str, now: datetime) -> Grade | None:
        """Nobody settles what was never shown."""
        return None

    def ended(self, fingerprint: str, now: datetime, within: timedelta) -> Grade | None:
        """The gravest grade of those that ended within this time."""
        own = (past for past in self.over if past.finding.fingerprint == fingerprint)
        return min(
            (past.proposal.grade for past in own if past.ended_at is not None and past.ended_at > now - within),
            default=None,
        )

    def seen_since(self, fingerprint: str, now: datetime) -> datetime:
        """From when on a matter has been seen."""
        since, last = self._brewing.get(fingerprint, (now, now))
        since = since if now - last <= BREAK else now
        self._brewing[fingerprint] = since, now
        return since

    def joined(self, fingerprint: str, now: datetime) -> bool:
        """Whether a surge told of it, and it has gone on since."""
        last = self._joined.get(fingerprint)
        return last is not None and now - last <= TOLD_BREAK

    def join(self, fingerprint: str, now: datetime) -> None:
        """A surge tells of it."""
        self._joined[fingerprint] = now

    def names(self, rule: str, watch: int, now: datetime, kept: timedelta) -> frozenset[str]:
        """The last part of the fingerprints of this rule and watch that were seen lately."""
        prefix = f"{rule}:{watch}:"
        lately = (past for past in (*self.over, *self._on.values()) if past.last_seen_at > now - kept)
        marks = (past.finding.fingerprint for past in lately)
        return frozenset(mark.removeprefix(prefix) for mark in marks if mark.startswith(prefix))

    def see(self, found: Found, now: datetime) -> None:
        """A rule found something at this moment."""
        finding, proposal = found.finding, found.proposal
        mark, settings = finding.fingerprint, self.book.of(finding.rule)
        verdict = verdict_of(self, found, settings, now)
        if verdict in {Verdict.NEW, Verdict.GRAVER} and found.whole is not None:
            found = found.whole()
            finding, proposal = found.finding, found.proposal
        if verdict is Verdict.NEW:
            self._brewing.pop(mark, None)
            self._on[mark] = PastAlert(
                finding=finding, proposal=proposal, gaps=found.gaps, detected_at=now, last_seen_at=now
            )
        if verdict is Verdict.JOINED:
            self.join(mark, now)
        if verdict in {Verdict.SEEN, Verdict.GRAVER}:
            self.seen_again += 1
            standing = self._on[mark]
            news = not_yet_told(self, found, now) if verdict is Verdict.SEEN else ()
            urgent = (now,) * sum(map(is_urgent, news))
            seen = replace(standing, last_seen_at=now, news=(*standing.news, *urgent))
            if verdict is Verdict.GRAVER:
                rise = now, standing.proposal.grade, proposal
                graver = replace(finding, since=standing.finding.since)
                seen = replace(seen, finding=graver, proposal=proposal, gaps=found.gaps, rises=(*standing.rises, rise))
            self._on[mark] = seen

    def let_go(self, is_blind: Callable[[int], bool], now: datetime) -> None:
        """End what has been quiet long enough; on a blind watch a rule that judges posts cannot say that it is."""
        for fingerprint, past in list(self._on.items()):
            rule, settings = BY_NAME[past.finding.rule], self.book.of(past.finding.rule)
            hold = timedelta(minutes=settings.clear_minutes)
            if not is_over(AlertState.FIRING, past.last_seen_at, now, hold):
                continue
            if past.finding.watch is None or not (rule.needs_posts and is_blind(past.finding.watch)):
                self.over.append(replace(self._on.pop(fingerprint), ended_at=now))

    def still_on(self) -> list[PastAlert]:
        """What had not ended when the time was up, oldest first."""
        return sorted(self._on.values(), key=lambda past: past.detected_at)
