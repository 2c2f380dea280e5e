"""What holds for every member of SECTIONS."""

import ast
import sys
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.urls import resolve

from domain.report import Section, SectionState
from domain.strict_json import read, written
from reports.gather import gather
from reports.sections import SECTIONS, Maker
from tests.reports.invented import DAY, World

pytestmark = pytest.mark.django_db
every_section = pytest.mark.parametrize("maker", SECTIONS, ids=lambda maker: maker.key)


def test_keys_and_titles_are_unique() -> None:
    assert len({maker.key for maker in SECTIONS}) == len({maker.title for maker in SECTIONS}) == len(SECTIONS)


@every_section
def test_no_section_imports_another(maker: Maker) -> None:
    path = Path(sys.modules[maker.make.__module__].__file__ or "")
    imported = {
        node.module for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.ImportFrom)
    }
    assert not [name for name in imported if name and name.startswith("reports.sections")]


@every_section
def test_it_tells_a_full_day_an_empty_one_and_no_watch_at_all(maker: Maker, told: World, made_at: datetime) -> None:
    full = maker.make(gather(DAY, made_at))
    empty = maker.make(gather(DAY.replace(day=18), made_at))
    told.watch.active = False
    told.watch.save()
    for section in (full, empty, maker.make(gather(DAY, made_at))):
        assert (section.key, section.title, section.state) == (maker.key, maker.title, SectionState.MADE)
        assert read(Section, written(section)) == section


@every_section
def test_tables_are_rectangular_and_charts_have_their_own_keys_and_words(
    maker: Maker, told: World, made_at: datetime
) -> None:
    section = maker.make(gather(DAY, made_at))
    for table in section.tables:
        assert {len(row) for row in table.rows} == {len(table.columns)}
    assert len({chart.key for chart in section.charts}) == len(section.charts)
    assert all(chart.told for chart in section.charts)


@every_section
def test_every_query_is_an_address_of_the_console(maker: Maker, told: World, made_at: datetime) -> None:
    section = maker.make(gather(DAY, made_at))
    queries = [figure.query for figure in section.figures] + [sentence.query for sentence in section.sentences]
    queries += [entry.query for entry in section.entries]
    queries += [cell.query for table in section.tables for row in table.rows for cell in row]
    for query in filter(None, queries):
        assert resolve(urlsplit(query).path, urlconf="console.urls")
    assert all(figure.query for figure in section.figures)
