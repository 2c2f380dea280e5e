"""Thousands of alarms collapse into their groups, each counted once."""

from datetime import datetime

import pytest
from django.core.cache import cache
from django.test import Client

from domain.source import SourceKind
from storage import inbound
from storage.models import Alert, Matter, Notice, Person
from tests.alertmanager import alarm, body, notification


@pytest.mark.django_db
def test_two_thousand_alarms_of_four_groups_are_four_alerts_with_exact_counts(alice: Person, at: datetime) -> None:
    cache.clear()
    token = inbound.add(SourceKind.SYSTEM, "grafana", "机房监控", at, watch=None, by="x")
    posts = [
        body(notification([alarm(group * 500 + first + n) for n in range(100)], group=f"服务{group}"))
        for first in range(0, 500, 100)
        for group in range(4)
    ]
    for content in [*posts, *posts[::3]]:
        answer = Client().post(
            "/api/inbound/grafana",
            content,
            content_type="application/json",
            headers={"Authorization": f"Bearer {token}"},
        )
        assert answer.status_code == 200
    assert list(Matter.objects.values_list("firing", flat=True)) == [500] * 4
    assert Alert.objects.count() == Notice.objects.count() == 4
    assert all(title.endswith("（500 条告警）") for title in Alert.objects.values_list("title", flat=True))
