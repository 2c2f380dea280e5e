"""A day whose crawls were whole is not called complete while a source is silent."""

from datetime import timedelta

import pytest

from domain.crawl import CrawlOutcome
from domain.report import Tone
from domain.source import SourceKind
from reports.gather import gather
from reports.sections import coverage
from storage import arrivals
from storage.models import Source
from tests.reports.invented import DAY, World

pytestmark = pytest.mark.django_db


def test_the_headline_names_how_many_are_silent_and_a_sentence_each_of_them(world: World) -> None:
    world.crawl("0:00", "24:00")
    key = arrivals.source(SourceKind.FEED, "p", "“早”报\n桥", world.now - timedelta(days=9), world.watch.pk)
    arrivals.asked(key, CrawlOutcome.EMPTY, "没有新的", world.now)
    Source.objects.filter(pk=key).update(expect_hours=48)
    section = coverage.make(gather(DAY, world.now))
    assert section.lead == "各渠道采集完整，但有 1 个来源久无更新或没有正常答复，见“采集情况”。"
    (sentence,) = [one for one in section.sentences if one.query == "/sources/"]
    assert sentence.tone is Tone.BAD
    assert "起没有新内容（约定 48 小时内应有）；怎么办：请打开桥接的管理页" in sentence.text


def test_sources_that_are_well_or_unknown_leave_the_report_as_it_was(world: World) -> None:
    world.crawl("0:00", "24:00")
    arrivals.source(SourceKind.SYSTEM, "p", "监控", world.now, None)
    assert coverage.make(gather(DAY, world.now)).lead == "各渠道全天采集完整。"
