"""What all rules find in the evidence of one moment, with its grade; the one way for now and for the past."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from alerts.evidence import Evidence
from alerts.grading import propose_for
from alerts.rulebook import Rulebook
from alerts.rules import RULES
from alerts.standard import Version
from domain.alert import Finding, Proposal


@dataclass(frozen=True, kw_only=True)
class Found:
    """A finding with its grade and what was not collected at the time.

    `eased` says that it was made only under the eased settings, which keep on what is on and begin nothing.
    """

    finding: Finding
    proposal: Proposal
    gaps: tuple[str, ...] = ()
    eased: bool = False


def find(everything: Iterable[Evidence], book: Rulebook, version: Version, now: datetime) -> list[Found]:
    """Every rule's findings with their grades, watch by watch."""
    found: list[Found] = []
    for each in everything:
        for rule in RULES:
            settings = book.of(rule.name)
            full = rule.find(each, now, settings)
            marks = {finding.fingerprint for finding in full}
            eased = rule.find(each, now, settings.eased()) if settings.clear_percent < 100 else []
            more = [finding for finding in eased if finding.fingerprint not in marks]
            for finding in (*full, *more):
                proposal = propose_for(finding, settings, version.rows, version.number)
                is_eased = finding.fingerprint not in marks
                found.append(Found(finding=finding, proposal=proposal, gaps=each.gaps, eased=is_eased))
    return found
