"""The daily report: asks each section, freezes what they say, and queues the mails, all or nothing."""

import logging
from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import Max

from domain.notice import Stage
from domain.report import VERSION, Body, Section, SectionState
from domain.strict_json import written
from reports.facts import Facts
from reports.gather import gather
from reports.sections import SECTIONS, Maker
from reports.summary import headline, summary
from reports.trouble import ReportTrouble
from storage import rollups
from storage.models import Person, Report
from storage.notices import Telling, queue

LOG = logging.getLogger(__name__)
UNREADABLE = "读取数据库时出错，详情见系统日志"


def build(day: date, now: datetime, makers: Sequence[Maker] = SECTIONS) -> Report:
    """Make the next edition of a day's report and queue a notice to everyone who gets it.

    Raises ReportTrouble for a day that has not begun. A section that cannot be made says so; the others still come.
    """
    rollups.refresh()
    facts = gather(day, now)
    sections = tuple(_section(maker, facts) for maker in makers)
    with transaction.atomic():
        edition = (Report.objects.filter(day=day).aggregate(last=Max("edition"))["last"] or 0) + 1
        body = Body(
            version=VERSION,
            day=day,
            edition=edition,
            made_at=now,
            since=facts.span.since,
            until=facts.span.until,
            organisation=settings.ORGANISATION,
            headline=headline(facts),
            summary=summary(sections),
            sections=sections,
        )
        report = Report.objects.create(day=day, edition=edition, made_at=now, body=written(body))
        queue(_tellings(report), now)
    return report


def _section(maker: Maker, facts: Facts) -> Section:
    try:
        return maker.make(facts)
    except ReportTrouble as trouble:
        return _failed(maker, str(trouble))
    except DatabaseError:
        LOG.exception("a section of the report could not read the database: %s", maker.key)
        return _failed(maker, UNREADABLE)


def _failed(maker: Maker, why: str) -> Section:
    return Section(key=maker.key, title=maker.title, state=SectionState.FAILED, trouble=why)


def _tellings(report: Report) -> list[Telling]:
    people = Person.objects.filter(gets_report=True, active=True).order_by("pk")
    return [
        Telling(stage=Stage.REPORT, address=person.email, why="订阅了舆情日报", person=person.pk, report=report.pk)
        for person in people
    ]
