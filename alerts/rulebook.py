"""The settings of all rules together."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from alerts.rules import RULES
from alerts.standard import LABELS
from domain.rule_settings import BadSettings, RuleSettings, check
from storage import rule_versions

BY_NAME = {rule.name: rule for rule in RULES}


@dataclass(frozen=True, kw_only=True)
class Rulebook:
    """The settings of every rule, in the order of RULES."""

    settings: tuple[RuleSettings, ...]

    def of(self, rule: str) -> RuleSettings:
        """The settings of one rule."""
        return self._by_rule[rule]

    @cached_property
    def _by_rule(self) -> dict[str, RuleSettings]:
        return {one.rule: one for one in self.settings}

    def line(self, rule: str) -> float:
        """The figure that the settings of this rule ask for."""
        return BY_NAME[rule].reached(self.of(rule))

    def changed(self, *others: RuleSettings) -> "Rulebook":
        """The same with other settings for some rules."""
        by_rule = {one.rule: one for one in others}
        return Rulebook(settings=tuple(by_rule.get(one.rule, one) for one in self.settings))


def shipped() -> Rulebook:
    """As the program comes."""
    return Rulebook(settings=tuple(rule.defaults() for rule in RULES))


def in_force() -> Rulebook:
    """What people set, and what the rules come with where nobody set anything; of rules that are gone, nothing."""
    return shipped().changed(*rule_versions.current())


def checked(settings: Iterable[RuleSettings], watches: Iterable[int]) -> tuple[RuleSettings, ...]:
    """The settings, found fit; raises BadSettings that names every problem of every rule.

    `watches` are the ids of those that there are.
    """
    kept, problems, known = tuple(settings), [], set(watches)
    for one in kept:
        rule = BY_NAME.get(one.rule)
        if rule is None:
            problems.append(f"没有名为“{one.rule}”的规则；现有：{'、'.join(BY_NAME)}")
            continue
        try:
            check(one)
        except BadSettings as bad:
            problems += [f"{rule.shown}：{problem}" for problem in bad.problems]
        if set(one.watches) - known:
            problems.append(f"{rule.shown}：选中的监测主题里有已经删除的，请重新选择")
        if one.channels and not rule.by_channel:
            problems.append(f"{rule.shown}：这条规则看各渠道的合计，不能只选部分渠道")
        if unknown := [row for row in one.rows if row not in LABELS]:
            problems.append(f"{rule.shown}：分级标准里没有这些条款：{'、'.join(unknown)}；可用：{'、'.join(LABELS)}")
    if problems:
        raise BadSettings(problems)
    return kept
