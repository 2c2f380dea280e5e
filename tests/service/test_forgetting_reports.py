"""Reports of long ago go with the posts of their age; alerts and counts stay."""

from datetime import datetime, timedelta

import pytest

from alerts.inbound.front_line import take_front_line
from alerts.inbound.reading import system_report
from alerts.inbound.taking import take_complaints, take_system
from domain.grievance import Grievance
from domain.inbound import FrontLineReport
from domain.source import SourceKind
from service.housekeeping import tidy
from storage import arrivals
from storage.models import Alert, GrievanceHour, Matter, MatterPart
from storage.models import FrontLineReport as Row
from storage.models import Grievance as Complaint
from tests.alertmanager import alarm, body, notification

pytestmark = pytest.mark.django_db


def test_reports_of_long_ago_are_forgotten_and_those_of_now_are_not(now: datetime) -> None:
    source = arrivals.source(SourceKind.SYSTEM, "ops", "机房监控", now)
    for name, at in (("old", now - timedelta(days=800)), ("new", now)):
        take_front_line(source, "ops", None, FrontLineReport(key=name, what=name, channel="App"), at)
        take_complaints(source, (Grievance(key=name, at=at, category="退款"),), at)
        for status in ("firing", "resolved"):
            take_system(source, system_report(body(notification([alarm(1, status=status)], group=name))), at)
    tidy(now)
    assert [row.key for row in Row.objects.all()] == ["new"]
    assert [row.key for row in Complaint.objects.all()] == ["new"]
    assert (Matter.objects.count(), MatterPart.objects.count()) == (1, 1)
    assert (Alert.objects.count(), GrievanceHour.objects.count()) == (4, 2)
