"""How a rule stands: its settings, what they would bring a week, how often it was right, and what would quieten it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from alerts.noisy import Precision, precision, proposal_for
from alerts.rule import ORDER, Rule
from alerts.rulebook import Rulebook
from domain.feedback import Tally
from domain.rule_settings import RuleSettings, Sensitivity, differences
from domain.trial import Outcome
from storage import trials
from storage.models import RuleTrial, RuleVersion


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One rule on the list; `expected` is what the newest trial of just these settings gave, None for none.

    `hint` are the changes that would quieten a noisy rule, in words, `hinted` what a trial of them gave.
    """

    rule: Rule
    settings: RuleSettings
    version: RuleVersion | None
    expected: Outcome | None
    precision: Precision | None
    tally: Tally | None
    hint: tuple[str, ...]
    hinted: Outcome | None

    @property
    def line(self) -> str:
        """What its sensitivity means."""
        return self.rule.line.shown(self.settings.sensitivity) if self.rule.line else ""


def standing(rule: Rule, book: Rulebook, versions: Mapping[str, RuleVersion], tallies: Mapping[str, Tally]) -> Standing:
    """How one rule stands."""
    settings, tally = book.of(rule.name), tallies.get(rule.name)
    tried = trials.newest(rule.name)
    proposed = proposal_for(settings, tally)
    return Standing(
        rule=rule,
        settings=settings,
        version=versions.get(rule.name),
        expected=outcome_of(tried, settings),
        precision=precision(tally),
        tally=tally,
        hint=differences(settings, proposed, {}) if proposed else (),
        hinted=outcome_of(tried, proposed) if proposed else None,
    )


def by_word(settings: RuleSettings) -> list[tuple[Sensitivity, Outcome | None]]:
    """What each word of sensitivity would bring, all else being the same."""
    tried = trials.newest(settings.rule)
    return [(word, outcome_of(tried, replace(settings, sensitivity=word))) for word in ORDER]


def outcome_of(tried: Sequence[RuleTrial], settings: RuleSettings) -> Outcome | None:
    """What the newest trial of these settings gave."""
    row = next((row for row in tried if trials.settings(row) == settings), None)
    return None if row is None else trials.outcome(row)
