"""What bridges do over real HTTP: what came, what is recorded, what people read."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from alerts.evaluate import evaluate
from domain.crawl import CrawlOutcome
from domain.day import day_of
from domain.source import SourceKind
from domain.source_state import SourceHealth
from reports.daily import build
from reports.render.mail import report_mail
from storage import arrivals
from storage.models import Alert, Watch
from storage.source_states import source_states
from tests.crawlers.feeds_played import AFTERWARDS, FORMS, KEY, NOW, ROWS, STEPS, Row, played
from tests.crawlers.playing import Told

pytestmark = pytest.mark.slow
THEN = datetime.fromisoformat(NOW)
rows = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.fault)


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Told], str]:
    return played(tmp_path_factory.mktemp("feeds"), STEPS)


@pytest.fixture(scope="module")
def by_fault(everything: tuple[list[Told], str]) -> dict[str, Told]:
    return {row.fault: told for row, told in zip(ROWS, everything[0], strict=False)}


@pytest.fixture(scope="module")
def after(everything: tuple[list[Told], str]) -> list[Told]:
    return everything[0][-len(AFTERWARDS) :]


@rows
def test_what_came_is_recorded_with_its_evidence(row: Row, by_fault: dict[str, Told]) -> None:
    told = by_fault[row.fault]
    (source,) = told["sources"]
    assert (source["outcome"], source["refusal"]) == (row.outcome.value, row.refusal)
    assert row.why in source["reason"]
    assert [page["status"] for page in told["kept"]] == [row.status]
    assert len(told["asked"]) == row.asked
    assert (source["received_at"], source["good_at"], told["posts"]) == (None, None, [])


@rows
@pytest.mark.django_db
def test_mail_console_and_report_say_what_it_is_and_what_to_do(
    row: Row, by_fault: dict[str, Told], settings: Any
) -> None:
    settings.ROOT_URLCONF = "console.urls"
    (told,) = by_fault[row.fault]["sources"]
    watch = Watch.objects.create(name="青鹭出行", any_words="青鹭出行")
    key = arrivals.source(SourceKind.FEED, told["place"], "早报桥", THEN - timedelta(hours=5), watch.pk)
    arrivals.asked(key, CrawlOutcome(told["outcome"]), told["reason"], THEN, told["refusal"])
    (health,) = source_states(THEN)
    assert health.state is row.state
    evaluate(THEN)
    alert = Alert.objects.get()
    assert alert.title == f"桥接订阅“早报桥”{row.state.shown}，这部分舆情可能漏报"
    assert row.why in json.dumps(alert.reasons, ensure_ascii=False)
    assert health.cure in json.dumps(alert.reasons, ensure_ascii=False)
    page = console("/sources/")
    for words in (row.state.shown, row.why, health.cure):
        assert words in page
    assert_one_sentence(health, row.state.shown)


def assert_one_sentence(health: SourceHealth, word: str) -> None:
    text = report_mail(build(day_of(THEN), THEN)).text
    (sentence,) = [line for line in text.splitlines() if f"“{health.source.name}”" in line and "怎么办" in line]
    assert word in sentence
    assert health.cure in sentence
    assert sentence.count("。") == 1


def console(address: str) -> str:
    client = Client()
    client.force_login(User.objects.get_or_create(username="viewer")[0])
    return client.get(address).content.decode()


@pytest.mark.parametrize("number", range(len(FORMS)), ids=FORMS)
def test_every_form_brings_the_same_articles(number: int, everything: tuple[list[Told], str]) -> None:
    first, told = everything[0][len(ROWS)], everything[0][len(ROWS) + number]
    (source,) = told["sources"]
    assert (told["crawl"]["outcome"], source["outcome"], told["arrived"]) == ("complete", "complete", 20)
    if FORMS[number] == "/api/feed/articles.json":
        assert all(post["cut"] for post in told["posts"]), "this one gives digests only"
    else:
        assert [_facts(post) for post in told["posts"]] == [_facts(post) for post in first["posts"]]


def _facts(post: Told) -> list[Any]:
    return [post[name] for name in ("title", "text", "published_at", "author_name", "dated", "cut")]


def test_a_bridge_that_has_stopped_answers_well_and_brings_nothing(after: list[Told]) -> None:
    first, second = after[0], after[1]
    (source,) = second["sources"]
    assert "304" in source["reason"]
    assert source["outcome"] == "empty"
    assert second["arrived"] == first["arrived"] == 20
    assert source["newest_at"] == first["sources"][0]["newest_at"]
    assert source["good_at"] > first["sources"][0]["good_at"]


def test_a_redirect_inside_the_host_is_followed_with_the_key_that_belongs_to_it(after: list[Told]) -> None:
    assert after[2]["asked"] == [f"/feeds/all.rss?k={KEY}", f"/moved/feeds/all.rss?k={KEY}"]
    assert after[2]["crawl"]["outcome"] == "complete"


def test_verification_pages_as_content_leave_the_title_and_say_that_the_text_is_missing(after: list[Told]) -> None:
    told = after[3]
    assert told["posts"]
    assert all(post["cut"] and post["text"] == post["title"] for post in told["posts"])
    assert "没有全文" in told["sources"][0]["reason"]


def test_articles_without_a_time_keep_the_moment_at_which_they_were_first_seen(after: list[Told]) -> None:
    first, second = after[4], after[5]
    assert first["posts"]
    assert all(not post["dated"] and post["published_at"].startswith("2026-11-23 01:30") for post in first["posts"])
    times = {post["native_id"]: post["published_at"] for post in second["posts"]}
    assert all(times[post["native_id"]] == post["published_at"] for post in first["posts"])
    assert first["arrived"] == 0, "of unknown age: they say nothing of how lively the source is"


def test_one_feed_that_is_refused_keeps_no_other_from_being_read(after: list[Told]) -> None:
    told = after[6]
    assert [source["outcome"] for source in told["sources"]] == ["refused", "complete"]
    assert told["crawl"]["outcome"] == "partial"
    assert "订阅“桥0”没有读到" in told["crawl"]["reason"]
    assert told["posts"]


def test_the_key_goes_to_the_bridge_and_nowhere_else(everything: tuple[list[Told], str]) -> None:
    steps, logged = everything
    assert any(KEY in address for told in steps for address in told["asked"])
    assert "hidden-" in logged
    assert KEY not in logged
    bodies = [bytes.fromhex(body) for told in steps for body in told["bodies"]]
    assert any(b"asked for" in body and b"hidden-" in body for body in bodies), "a page that repeats the address"
    for told in steps:
        assert KEY not in json.dumps({name: value for name, value in told.items() if name not in {"asked", "bodies"}})
    assert not any(KEY.encode() in body for body in bodies)
