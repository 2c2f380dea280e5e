"""All sources on one page, and their settings in the administration, without any key."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from domain.crawl import CrawlEnd, CrawlOutcome, CrawlPlan
from domain.post import Channel
from domain.source import SourceKind
from storage import arrivals, crawls, feeds
from storage.models import Feed, Source, Watch

KEY = "s3cret-key-99"
ADDRESS = f"https://rss.example/feed/all.xml?k={KEY}"
HOSTILE = "<script>alert(1)</script>"


def page(client: Client) -> str:
    return client.get(reverse("sources")).content.decode()


def lively(name: str, at: datetime, watch: int | None, quiet: int = 0) -> int:
    """Three articles each morning of the last forty days, until `quiet` days ago."""
    key = arrivals.source(SourceKind.FEED, name, name, at - timedelta(days=40), watch)
    for days in range(40, quiet - 1, -1):
        moment = at.replace(hour=1, minute=0) - timedelta(days=days + 1)
        arrivals.arrived(key, [moment] * 3, moment + timedelta(minutes=20))
    return key


def test_every_source_stands_there_with_rhythm_state_and_cure(as_bob: Client, watch: Watch, at: datetime) -> None:
    arrivals.asked(lively("早报桥", at, watch.pk), CrawlOutcome.EMPTY, "没有新的", at)
    arrivals.asked(lively("晚报桥", at, None, quiet=9), CrawlOutcome.EMPTY, "答复正常（304）", at)
    new = arrivals.source(SourceKind.SYSTEM, "x", HOSTILE, at, None)
    arrivals.asked(new, CrawlOutcome.REFUSED, HOSTILE, at, "forbidden")
    shown = page(as_bob)
    for words in ("通常每天 3 篇，多在 9–10 时", "久无更新", "打开桥接的管理页", "被拒绝", "全部主题", "未知", "云帆"):
        assert words in shown
    assert HOSTILE not in shown


def test_a_feed_is_added_in_the_administration_and_its_key_is_never_seen_again(
    as_admin: Client, watch: Watch, at: datetime
) -> None:
    given = {"name": "早报桥", "watch": watch.pk, "address": ADDRESS, "active": "on"}
    assert as_admin.post("/admin/storage/feed/add/", given).status_code == 302
    row = Feed.objects.get()
    assert feeds.opened([row.pk], at)[0].address == ADDRESS
    assert Source.objects.get().name == "早报桥"
    for place in ("", f"{row.pk}/change/", f"{row.pk}/history/"):
        shown = as_admin.get(f"/admin/storage/feed/{place}").content.decode()
        assert KEY not in shown
    assert "k=***" in as_admin.get("/admin/storage/feed/").content.decode()
    change = {"name": "新名", "watch": watch.pk, "address": "", "active": ""}
    as_admin.post(f"/admin/storage/feed/{row.pk}/change/", change)
    assert feeds.opened([row.pk], at)[0].address == ADDRESS
    assert (Source.objects.get().name, Source.objects.get().active) == ("新名", False)
    as_admin.post(f"/admin/storage/feed/{row.pk}/delete/", {"post": "yes"})
    assert not Feed.objects.exists()
    assert not Source.objects.exists()


@pytest.mark.parametrize(
    ("address", "why"),
    [("", "请填写订阅地址"), ("rss.example", "须以 http"), ("https://u:p@rss.example/", "用户名和密码")],
)
def test_a_wrong_address_is_refused_above_its_field(as_admin: Client, watch: Watch, address: str, why: str) -> None:
    given = {"name": "早报桥", "watch": watch.pk, "address": address, "active": "on"}
    assert why in as_admin.post("/admin/storage/feed/add/", given).content.decode()
    assert not Feed.objects.exists()


def test_the_same_feed_twice_is_refused(as_admin: Client, watch: Watch, at: datetime) -> None:
    feeds.add(ADDRESS, "早报桥", watch.pk, at)
    given = {"name": "又一个", "watch": watch.pk, "address": ADDRESS, "active": "on"}
    assert "已有这个订阅" in as_admin.post("/admin/storage/feed/add/", given).content.decode()


def test_people_say_how_often_a_source_should_tell_something(as_admin: Client, watch: Watch, at: datetime) -> None:
    key = arrivals.source(SourceKind.SYSTEM, "x", "监控", at - timedelta(days=2), None)
    for written, kept in (("0", None), ("24", 24)):
        as_admin.post(f"/admin/storage/source/{key}/change/", {"expect_hours": written, "active": "on"})
        assert Source.objects.get().expect_hours == kept
    assert "约定 24 小时内应有" in page(as_admin)
    assert "久无更新" in page(as_admin)


def test_the_record_of_a_crawl_of_feeds_leads_to_the_feeds_and_not_to_a_log_in(
    as_bob: Client, watch: Watch, at: datetime
) -> None:
    plan = CrawlPlan(spider="wechat-feed", watch=watch.pk, since=at, until=at)
    end = CrawlEnd(
        outcome=CrawlOutcome.EXPIRED_SESSION,
        reason="桥接不认密钥",
        expected=None,
        fetched=0,
        new=0,
        found_again=0,
        requests=1,
        refusal="login",
    )
    crawls.end(crawls.begin(plan, Channel.WECHAT, at, leads=False), end, at)
    for shown in (page(as_bob), as_bob.get(reverse("crawls")).content.decode()):
        assert "每个订阅各有说明和办法" in shown
        assert "重新登录采集账号" not in shown


def test_a_viewer_cannot_reach_either_setting(as_bob: Client) -> None:
    assert as_bob.get("/admin/storage/feed/").status_code == 302
    assert as_bob.get("/admin/storage/source/").status_code == 302
