"""A table, one row per way to articles and state of it: what was recorded, what rests, what people are told."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client

from domain.crawl import CrawlEnd, CrawlOutcome, CrawlPlan
from domain.post import Channel
from storage import crawls
from storage.models import Watch
from tests.crawlers.articles_played import ROWS, Row, played
from tests.crawlers.playing import Told

pytestmark = pytest.mark.slow
rows = pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.way}: {row.state}")
Results = dict[tuple[str, str], Told]


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    steps: list[Told] = []
    ends: dict[tuple[str, str], int] = {}
    for row in ROWS:
        steps += [*row.before, row.step]
        ends[row.way, row.state] = len(steps) - 1
    told = played(tmp_path_factory.mktemp("articles"), steps)
    return {key: told[place] for key, place in ends.items()}


def test_every_way_has_its_rows() -> None:
    assert set(Counter(row.way for row in ROWS)) == {"search", "album", "link list", "article"}
    assert len({(row.way, row.state) for row in ROWS}) == len(ROWS)


@rows
def test_the_crawl_is_recorded_with_its_reason(row: Row, results: Results) -> None:
    done = results[row.way, row.state]
    crawl = done["crawl"]
    assert (crawl["outcome"], crawl["refusal"]) == (row.outcome.value, row.refusal), crawl
    assert row.why in crawl["reason"], crawl["reason"]
    assert crawl["requests"] <= row.requests, crawl
    assert len(done["kept"]) == row.kept


@rows
def test_the_queue_keeps_every_article_in_its_state(row: Row, results: Results) -> None:
    done = results[row.way, row.state]
    assert Counter(link["state"] for link in done["queue"]) == row.queue
    assert len(done["posts"]) == row.posts
    assert all(link["why"] for link in done["queue"] if link["state"] in {"gone", "refused", "given_up"})


@rows
def test_a_block_lets_its_host_rest_and_an_answer_ends_the_rest(row: Row, results: Results) -> None:
    assert tuple(results[row.way, row.state]["pauses"]) == row.pauses


@rows
def test_the_source_hears_how_asking_went_and_what_was_new(row: Row, results: Results) -> None:
    place, outcome, brought = row.source
    source = results[row.way, row.state]["sources"][place]
    assert (source["outcome"], source["brought"]) == (outcome, brought)
    assert (source["newest"] is None) is (brought == 0)


@rows
@pytest.mark.django_db
def test_the_console_says_what_it_is_and_what_to_do(row: Row, results: Results, settings: object) -> None:
    settings.ROOT_URLCONF = "console.urls"  # type: ignore[attr-defined]
    told = results[row.way, row.state]["crawl"]
    watch = Watch.objects.create(name="青鹭出行", any_words="青鹭")
    now = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
    plan = CrawlPlan(spider=row.step["spider"], watch=watch.pk, since=now - timedelta(hours=1), until=now)
    counts = {
        name: told[name] for name in ("reason", "expected", "fetched", "new", "found_again", "requests", "refusal")
    }
    crawls.end(crawls.begin(plan, Channel.WECHAT, now), CrawlEnd(outcome=CrawlOutcome(told["outcome"]), **counts), now)
    client = Client()
    client.force_login(User.objects.get_or_create(username="viewer")[0])
    for page in ("/crawls/", "/sources/"):
        assert row.cure in client.get(page).content.decode()


def test_one_article_under_three_names_is_one_post_with_a_link_that_lasts(results: Results) -> None:
    done = results["link list", "works; one article under three names is one post"]
    assert list(done["posts"]) == ["there"]
    assert done["posts"]["there"]["url"].startswith("https://mp.weixin.qq.com/s/")
    assert [one["verdict"] for one in done["offered"]] == ["taken"] * 3 + ["refused"] * 2


def test_what_strangers_write_stays_text_and_a_repost_names_its_origin(results: Results) -> None:
    posts = results["article", "works for every kind, old layouts, reposts, and titles with markup"]["posts"]
    assert posts["hostile"]["title"].startswith("<img src=x onerror=alert(1)>")
    assert posts["repost"]["root"] == "MzA0MDAwMDAwMQ==:2247500001:1"
    assert "heir" in posts
    assert all(post["text"] == "青鹭出行昨晚中断了三小时。" for post in posts.values())
    assert posts["old"]["comments"] is None


def test_a_block_is_no_try_and_the_probe_takes_another_link(results: Results) -> None:
    done = results["article", "one probe after the rest, blocked again"]
    waiting = {link["who"]: link for link in done["queue"] if link["state"] == "waiting"}
    assert {name: link["tries"] for name, link in waiting.items()} == {"heir": 0, "old": 0, "video": 0}
    assert done["pauses"]["mp.weixin.qq.com"]["times"] == 2
