"""The shipped standard learns to be measured; what people wrote is theirs."""

import json
from datetime import datetime
from importlib import import_module

import pytest
from django.apps import apps

from alerts.standard import DEFAULT_FILE, DEFAULT_OWNER
from storage.models import Standard

pytestmark = pytest.mark.django_db
measure = import_module("storage.migrations.0017_inbound").measure
NEW = json.loads(DEFAULT_FILE.read_text("utf-8"))
ROWS = ("affected_users", "core_outage", "slowness", "complaints")


def unmeasured() -> dict[str, object]:
    return {key: [{**cell, "any": []} for cell in cells] if key in ROWS else cells for key, cells in NEW.items()}


def test_the_shipped_version_becomes_what_is_shipped_now(now: datetime) -> None:
    Standard.objects.create(number=1, rows=unmeasured(), owner=DEFAULT_OWNER, effective_from=now)
    measure(apps, None)
    assert Standard.objects.get().rows == NEW


@pytest.mark.parametrize("more", [{"owner": "客服部"}, {"approved_by": "郑总"}])
def test_a_version_of_people_is_left_alone(more: dict[str, str], now: datetime) -> None:
    given = {"owner": DEFAULT_OWNER, "approved_by": "", **more}
    Standard.objects.create(number=1, rows=unmeasured(), effective_from=now, **given)
    measure(apps, None)
    assert Standard.objects.get().rows == unmeasured()
