"""A stored report as a mail: subject, HTML with pictures inside, and a complete text part."""

import json
from dataclasses import replace
from functools import lru_cache

from django.conf import settings

from domain.day import spoken_day
from domain.mail import InlineImage, Mail
from domain.report import Body, Chart
from reports.charts import png
from reports.render import html, text
from reports.render.stored import body_of
from storage.models import Report

MOST_PICTURES = 8
LONGEST_SUBJECT = 120


def report_mail(report: Report) -> Mail:
    """The mail of one report, made from its stored JSON alone; raises UnreadableJson where that is of another shape."""
    body = _pictured(body_of(report))
    subject = subject_of(body)
    return Mail(
        subject=subject,
        text=text.document(body, root=settings.BASE_URL),
        html=html.document(body, root=settings.BASE_URL, subject=subject),
        images=tuple(_image(chart) for section in body.sections for chart in section.charts),
    )


def subject_of(body: Body) -> str:
    """【舆情日报】2026年11月22日 青鹭出行：共 512 条，负面 86 条（16.8%）, on one line."""
    edition = f"（第 {body.edition} 版）" if body.edition > 1 else ""
    line = " ".join(f"【舆情日报】{spoken_day(body.day)}{edition} {body.headline}".split())
    return line[:LONGEST_SUBJECT]


def _pictured(body: Body) -> Body:
    """Only as many charts as a mail should carry; the others are on the console."""
    left = MOST_PICTURES
    sections = []
    for section in body.sections:
        sections.append(replace(section, charts=section.charts[:left]))
        left -= len(sections[-1].charts)
    return replace(body, sections=tuple(sections))


def _image(chart: Chart) -> InlineImage:
    return InlineImage(cid=chart.key, png=_picture(json.dumps(chart.spec, sort_keys=True)), alt=chart.told)


@lru_cache(maxsize=4 * MOST_PICTURES)
def _picture(spec: str) -> bytes:
    """Each picture is drawn once, however many people get the mail."""
    return png(json.loads(spec))
