"""The stage set with posts that are deleted, edited and grow; its clock is put back after each test."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from drill.scenarios.fates import with_fates
from drill.scenarios.outage import outage_story
from drill.stage import Stage


@pytest.fixture(scope="module")
def house() -> Iterator[Stage]:
    with Stage(with_fates(outage_story(2026, datetime.fromisoformat("2026-11-23T01:30:00+00:00")))) as stage:
        yield stage


@pytest.fixture
def stage(house: Stage) -> Iterator[Stage]:
    yield house
    house.move_to(house.scenario.now)
