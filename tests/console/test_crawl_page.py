"""One crawl opened: how it ended, what each piece should and did give, and the pages that were kept as evidence."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from domain.crawl import CrawlEnd, CrawlOutcome, CrawlPlan
from domain.crawl_slice import CrawlSlice, SliceState
from domain.post import Channel
from storage import crawl_slices, crawls
from storage.models import KeptPage, Watch
from tests.console.conftest import HOSTILE

HOUR = timedelta(hours=1)


@pytest.fixture
def crawl(watch: Watch, at: datetime) -> int:
    key = crawls.begin(
        CrawlPlan(spider="weibo-search", watch=watch.pk, since=at - 3 * HOUR, until=at), Channel.WEIBO, at
    )
    crawl_slices.write(key, [_piece(at, hour) for hour in range(1, 3)] + [_unknown(at)])
    crawls.keep_page(key, f"https://s.weibo.com/weibo?q={HOSTILE}", 200, b"<html>changed</html>", "第 3 页", at)
    end = CrawlEnd(
        outcome=CrawlOutcome.CHANGED_LAYOUT,
        reason=f"读了 3 页，{HOSTILE}",
        expected=None,
        fetched=90,
        new=80,
        found_again=10,
        requests=12,
        refusal="changed_layout",
    )
    crawls.end(key, end, at + timedelta(minutes=2))
    return key


def _piece(at: datetime, hour: int) -> CrawlSlice:
    return CrawlSlice(
        query=HOSTILE,
        start=at - hour * HOUR,
        end=at - (hour - 1) * HOUR,
        announced=5,
        read=5,
        expected=50,
        fetched=45,
        outcome=CrawlOutcome.PARTIAL,
        state=SliceState.DONE,
    )


def _unknown(at: datetime) -> CrawlSlice:
    return CrawlSlice(query="云帆", start=at - 3 * HOUR, end=at - 2 * HOUR)


def test_it_shows_every_piece_with_should_and_did_and_unknown_is_no_zero(as_bob: Client, crawl: int) -> None:
    html = as_bob.get(f"/crawls/{crawl}/").content.decode()
    assert html.count("90.0%") == 2
    assert "未问到" in html
    assert "未知" in html
    assert "页面已改版" in html
    assert "requests" not in html
    assert "<script>alert" not in html


def test_a_kept_page_is_a_download_and_never_a_page(as_bob: Client, crawl: int) -> None:
    row = KeptPage.objects.get()
    assert row.sha256[:16] in as_bob.get(f"/crawls/{crawl}/").content.decode()
    answer = as_bob.get(f"/kept-pages/{row.pk}/")
    assert answer.content == b"<html>changed</html>"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == f'attachment; filename="page-{row.sha256[:16]}.txt"'


def test_a_stranger_sees_neither(as_charlie: Client, crawl: int) -> None:
    page = KeptPage.objects.get().pk
    assert as_charlie.get(f"/crawls/{crawl}/").status_code == 302
    assert as_charlie.get(f"/kept-pages/{page}/").status_code == 302


def test_what_is_not_there_is_not_found(as_bob: Client, crawl: int) -> None:
    assert as_bob.get("/crawls/999999/").status_code == 404
    assert as_bob.get("/kept-pages/999999/").status_code == 404


def test_the_list_opens_it(as_bob: Client, crawl: int) -> None:
    assert f'href="/crawls/{crawl}/"' in as_bob.get("/crawls/").content.decode()


def test_many_pieces_take_no_more_queries(
    as_bob: Client, crawl: int, at: datetime, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    crawl_slices.write(crawl, [_piece(at, hour) for hour in range(1, 400)])
    with django_assert_max_num_queries(12):
        html = as_bob.get(f"/crawls/{crawl}/").content.decode()
    assert "共 400 段" in html
