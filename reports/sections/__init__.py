"""The parts of a daily report, one per file; none imports another."""

from collections.abc import Callable
from typing import NamedTuple

from domain.report import Section
from reports.facts import Facts
from reports.sections import alerts, channels, coverage, gravest, overview, sentiment, topics


class Maker(NamedTuple):
    """How one section is called and made; `make` raises ReportTrouble where it cannot be made."""

    key: str
    title: str
    make: Callable[[Facts], Section]


SECTIONS: tuple[Maker, ...] = tuple(
    Maker(section.KEY, section.TITLE, section.make)
    for section in (overview, alerts, topics, gravest, sentiment, channels, coverage)
)
