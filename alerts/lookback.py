"""The alerts that a past time would have raised, kept in memory until it has been looked at whole."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from alerts.lifecycle import Verdict, is_over, judge
from alerts.rule import Rule
from domain.alert import AlertState, Finding, Proposal
from storage.alerts import PastAlert


@dataclass
class Lookback:
    """`over` are alerts that ended within the time; the rest are still on. `seen_again` counts later sightings."""

    over: list[PastAlert] = field(default_factory=list)
    seen_again: int = 0
    _on: dict[str, PastAlert] = field(default_factory=dict)

    def see(self, finding: Finding, proposal: Proposal, gaps: tuple[str, ...], now: datetime) -> None:
        """A rule found something at this moment."""
        standing = self._on.get(finding.fingerprint)
        if standing is None:
            self._on[finding.fingerprint] = PastAlert(
                finding=finding,
                proposal=proposal,
                gaps=gaps,
                detected_at=now,
                last_seen_at=now,
            )
            return
        self.seen_again += 1
        seen = replace(standing, last_seen_at=now)
        if judge(proposal.grade, standing.proposal.grade, None) is Verdict.GRAVER:
            rise = now, standing.proposal.grade, proposal
            seen = replace(seen, finding=finding, proposal=proposal, gaps=gaps, rises=(*standing.rises, rise))
        self._on[finding.fingerprint] = seen

    def let_go(self, blind: Collection[int], rules: Mapping[str, Rule], now: datetime) -> None:
        """End what has been quiet long enough; on a blind watch a rule that judges posts cannot say that it is."""
        for fingerprint, past in list(self._on.items()):
            rule = rules[past.finding.rule]
            cannot_say = past.finding.watch in blind and rule.needs_posts
            if is_over(AlertState.FIRING, past.last_seen_at, now, rule.hold) and not cannot_say:
                self.over.append(replace(self._on.pop(fingerprint), ended_at=now))

    def still_on(self) -> list[PastAlert]:
        """What had not ended when the time was up, oldest first."""
        return sorted(self._on.values(), key=lambda past: past.detected_at)
