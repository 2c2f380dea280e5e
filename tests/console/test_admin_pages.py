"""The administration: settings can be made, records only read, and every change is written down."""

from datetime import datetime

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from domain.crawl import CrawlPlan
from domain.post import Channel
from storage import crawls
from storage.models import Alert, Watch

RECORDS = ("crawl", "keptpage", "jobrun", "notice", "standard")
SETTINGS = ("watch", "person", "shift")


def test_a_watch_without_words_is_refused_in_words(as_admin: Client) -> None:
    answer = as_admin.post("/admin/storage/watch/add/", {"name": "空", "channels": ["weibo"], "active": "on"})
    assert answer.status_code == 200
    assert "至少填一个词" in answer.content.decode()
    assert not Watch.objects.exists()


def test_a_watch_keeps_its_words_and_channels_and_the_change_is_written_down(as_admin: Client) -> None:
    given = {"name": "云帆", "any_words": "云帆\r\n云帆钱包", "channels": ["weibo"], "active": "on"}
    assert as_admin.post("/admin/storage/watch/add/", given).status_code == 302
    noun = Watch.objects.get().noun()
    assert noun.any_words == ("云帆", "云帆钱包")
    assert noun.channels == (Channel.WEIBO,)
    assert LogEntry.objects.filter(object_repr="云帆").exists()
    assert "checked" in as_admin.get("/admin/storage/watch/add/").content.decode()


@pytest.mark.parametrize("table", SETTINGS)
def test_settings_can_be_listed_and_added(as_admin: Client, table: str) -> None:
    assert as_admin.get(f"/admin/storage/{table}/").status_code == 200
    assert as_admin.get(f"/admin/storage/{table}/add/").status_code == 200


@pytest.mark.parametrize("table", RECORDS)
def test_records_cannot_be_added_or_changed(as_admin: Client, alert: Alert, table: str) -> None:
    assert as_admin.get(f"/admin/storage/{table}/").status_code == 200
    assert as_admin.get(f"/admin/storage/{table}/add/").status_code == 403


def test_a_kept_page_is_shown_as_text_and_never_rendered(as_admin: Client, watch: Watch, at: datetime) -> None:
    plan = CrawlPlan(spider="s", watch=watch.pk, since=at, until=at)
    crawl = crawls.begin(plan, Channel.WECHAT, at)
    crawls.keep_page(crawl, "https://x.example/", 200, b"<script>alert(1)</script>", "ul.news", at)
    (page,) = watch.crawl_set.get().keptpage_set.all()
    shown = as_admin.get(f"/admin/storage/keptpage/{page.pk}/change/").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert "<script>alert(1)" not in shown
    assert as_admin.post(f"/admin/storage/keptpage/{page.pk}/change/", {"url": "y"}).status_code == 403


@pytest.mark.parametrize(
    ("word", "why"), [("云", "只有一个字"), ("“云帆”", "引号"), ("青" * 100, "超过 40 个字"), ("##", "没有文字")]
)
def test_a_word_that_cannot_be_searched_for_is_refused_at_the_form(as_admin: Client, word: str, why: str) -> None:
    given = {"name": "云帆", "any_words": f"云帆钱包\r\n{word}", "channels": ["weibo"], "active": "on"}
    answer = as_admin.post("/admin/storage/watch/add/", given)
    assert answer.status_code == 200
    assert why in answer.content.decode()
    assert not Watch.objects.exists()
