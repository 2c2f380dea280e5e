"""What rules find at one moment, with its grade; the one way for now and for the past."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from alerts.grading import propose_for
from alerts.matters import Found, together
from alerts.rule import Rule
from alerts.rulebook import Rulebook
from alerts.rules import RULES
from alerts.scene import Scene
from alerts.standard import Version


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The rules that are asked at every moment, and those only `beside` a surge, which tells what they find."""

    rules: Sequence[Rule] = RULES
    beside: Sequence[Rule] = ()


EVERY = Asked()


def find(
    scenes: Iterable[Scene],
    book: Rulebook,
    version: Version,
    now: datetime,
    asked: Asked = EVERY,
    *,
    whole: bool = True,
) -> list[Found]:
    """The rules' findings with their grades, watch by watch; what belongs to a surge comes after it.

    Not `whole`, their words may come later.
    """
    return [found for scene in scenes for found in _at(scene, asked, book, version, now, whole=whole)]


def _at(scene: Scene, asked: Asked, book: Rulebook, version: Version, now: datetime, *, whole: bool) -> list[Found]:
    found = [one for rule in asked.rules for one in _of(scene, rule, book, version, now, whole=whole)]
    leads = {rule.name for rule in asked.rules if rule.leads}
    if asked.beside and any(one.finding.rule in leads for one in found):
        found += [one for rule in asked.beside for one in _of(scene, rule, book, version, now, whole=whole)]
        order = {rule.name: place for place, rule in enumerate(RULES)}
        found.sort(key=lambda one: order[one.finding.rule])
    told = together(found, scene.watch.name)
    if whole:
        return told
    later = partial(_same, scene, asked, book, version, now)
    return [replace(one, whole=partial(later, one.finding.fingerprint)) for one in told]


def _of(scene: Scene, rule: Rule, book: Rulebook, version: Version, now: datetime, *, whole: bool) -> Iterator[Found]:
    settings = book.of(rule.name)
    evidence = scene.evidence(rule, whole=whole) if settings.covers(scene.watch.key) else None
    if evidence is None:
        return
    full = rule.find(evidence, now, settings)
    marks = {finding.fingerprint for finding in full}
    eased = rule.find(evidence, now, settings.eased()) if settings.clear_percent < 100 else []
    for finding in (*full, *(one for one in eased if one.fingerprint not in marks)):
        yield Found(
            finding=finding,
            proposal=propose_for(finding, settings, version.rows, version.number),
            gaps=scene.gaps if whole else (),
            eased=finding.fingerprint not in marks,
        )


def _same(scene: Scene, asked: Asked, book: Rulebook, version: Version, now: datetime, mark: str) -> Found:
    """The finding of this fingerprint with all its words."""
    return next(one for one in _at(scene, asked, book, version, now, whole=True) if one.finding.fingerprint == mark)
