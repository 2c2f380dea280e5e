"""Daily reports on the console are drawn from what was frozen."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from domain.day import day_of
from reports.daily import build
from storage.models import Alert, Report


@pytest.mark.slow
def test_a_report_is_listed_and_shown_with_its_charts(as_bob: Client, alert: Alert, at: datetime) -> None:
    report = build(day_of(at - timedelta(hours=1)), at)
    listed = as_bob.get("/reports/").content.decode()
    address = f"/reports/{report.day.isoformat()}/{report.edition}/"
    assert f'href="{address}"' in listed
    page = as_bob.get(address).content.decode()
    for section in report.body["sections"]:
        assert section["title"] in page
    assert "data-chart=" in page
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_a_report_of_another_version_says_so_instead_of_breaking(as_bob: Client, at: datetime) -> None:
    Report.objects.create(day=day_of(at), edition=1, made_at=at, body={"version": 99})
    page = as_bob.get(f"/reports/{day_of(at).isoformat()}/1/").content.decode()
    assert "这份日报读不出来" in page
    assert f"yuqing report --day {day_of(at).isoformat()}" in page


@pytest.mark.parametrize("path", ["/reports/2026-13-01/1/", "/reports/2026-11-01/1/", "/reports/nonsense/1/"])
def test_a_day_without_a_report_is_not_found(as_bob: Client, path: str) -> None:
    assert as_bob.get(path).status_code == 404


def test_without_reports_the_list_says_how_to_get_one(as_bob: Client) -> None:
    assert "yuqing report" in as_bob.get("/reports/").content.decode()
