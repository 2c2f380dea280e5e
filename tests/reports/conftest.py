"""What the report's stories stand on."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from storage.models import Person, Watch
from tests.reports.invented import World, tell_the_story


@pytest.fixture
def made_at() -> datetime:
    """08:00 of the day after."""
    return datetime(2026, 11, 23, 0, 0, tzinfo=UTC)


@pytest.fixture
def new_world(made_at: datetime) -> Callable[[str], World]:
    """Makes one more watch with its own world."""

    def make(name: str) -> World:
        watch = Watch.objects.create(name=name, any_words=name)
        return World(watch=watch, now=made_at, serial=watch.pk * 1_000_000)

    return make


@pytest.fixture
def world(new_world: Callable[[str], World]) -> World:
    """One watch, nothing told yet."""
    return new_world("青鹭出行")


@pytest.fixture
def reader(db: None) -> Person:
    """Somebody who gets the report."""
    return Person.objects.create(name="周岚", email="zhou@example.com", role="pr", gets_report=True)


@pytest.fixture
def told(world: World) -> World:
    """The whole story."""
    tell_the_story(world)
    return world
