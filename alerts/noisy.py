"""Which rules cry wolf by the word of people, and what would quieten them; pure."""

from dataclasses import dataclass, replace

from alerts.rulebook import BY_NAME
from analysis.negativity import wilson
from domain.feedback import Tally
from domain.rule_settings import MOST_FLOOR, RuleSettings, Sensitivity

LEAST_JUDGED = 5
NOISY = 0.5  # more false or repeated than useful, and surely so


@dataclass(frozen=True, kw_only=True)
class Precision:
    """The share of judged alerts that were useful, with its 95 % interval."""

    share: float
    low: float
    high: float
    judged: int


def precision(tally: Tally | None) -> Precision | None:
    """How often the rule was right; None where nobody judged any of its alerts."""
    interval = wilson(tally.useful, tally.judged) if tally is not None else None
    if tally is None or interval is None:
        return None
    return Precision(share=tally.useful / tally.judged, low=interval[0], high=interval[1], judged=tally.judged)


def proposal_for(settings: RuleSettings, tally: Tally | None) -> RuleSettings | None:
    """Settings that would quieten a noisy rule: the next stricter word, else twice the floor; None for the others.

    Noisy is a rule with five judged alerts and more, the whole interval of whose precision is below a half.
    """
    found, rule = precision(tally), BY_NAME[settings.rule]
    if found is None or found.judged < LEAST_JUDGED or found.high >= NOISY:
        return None
    words = list(Sensitivity)
    place = words.index(settings.sensitivity)
    if rule.line is not None and place + 1 < len(words):
        return replace(settings, sensitivity=words[place + 1])
    if rule.floor_words:
        return replace(settings, floor=min(MOST_FLOOR, 2 * settings.floor))
    return None
