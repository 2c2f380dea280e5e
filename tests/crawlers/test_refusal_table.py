"""A table, one row per refusal: what came, what was recorded, what the crawl did next, what people are told."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client

from alerts.evaluate import evaluate
from alerts.notifiers.email.compose import alert_mail
from domain.crawl import COVERING, CrawlEnd, CrawlOutcome, CrawlPlan
from domain.day import day_of, spoken
from domain.notice import Role
from domain.post import Channel
from domain.refusal import BY_RIGHT, Refusal
from reports.daily import build
from reports.render.mail import report_mail
from storage import crawls
from storage.models import Alert, Notice, Person, Shift, Watch
from tests.crawlers.playing import NOW, Told
from tests.crawlers.refusals_played import ROWS, Row, played

pytestmark = pytest.mark.slow
THEN = datetime.fromisoformat(NOW)
TEN = timedelta(minutes=10)
rows = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.refusal.value)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[Refusal, tuple[Told, Told | None]]:
    """Of every row, what its crawl left behind, and the crawl ten minutes later where that matters."""
    steps: list[Told] = []
    places: dict[Refusal, tuple[int, int | None]] = {}
    for row in ROWS:
        if "needs" in row.step:
            steps.append(next(one.step for one in ROWS if one.refusal.value == row.step["needs"]))
        steps.append(row.step)
        after = None if row.next is None else len(steps)
        places[row.refusal] = len(steps) - 1, after
        if after is not None:
            steps.append({"spider": row.step["spider"], "fresh": False, "after": 10})
    told = played(tmp_path_factory.mktemp("refusals"), steps)
    return {refusal: (told[at], None if after is None else told[after]) for refusal, (at, after) in places.items()}


def test_no_refusal_is_missing_from_the_table() -> None:
    assert [row.refusal for row in ROWS] == [refusal for refusal in Refusal if refusal not in BY_RIGHT]


@rows
def test_what_came_is_recorded_with_its_evidence(row: Row, results: dict[Refusal, tuple[Told, Told | None]]) -> None:
    done, _ = results[row.refusal]
    assert (done["crawl"]["outcome"], done["crawl"]["refusal"]) == (row.outcome.value, row.recorded)
    assert row.why in done["crawl"]["reason"], done["crawl"]["reason"]
    assert [page["status"] for page in done["kept"]][:1] == ([] if row.status is None else [row.status])


@rows
def test_the_crawl_does_what_the_refusal_calls_for(row: Row, results: dict[Refusal, tuple[Told, Told | None]]) -> None:
    done, after = results[row.refusal]
    content = [path for path in done["paths"] if path and not path.startswith("visitor/")]
    assert row.asked <= len(content) <= row.asked + row.late, content
    home = {one["health"]: one for one in done["identities"] if one["domain"] == "weibo.com"}
    assert list(home) == ([row.health] if row.health else [])
    if row.rests:
        assert home[row.health]["rests"] == row.rests
    if row.next is not None:
        assert after is not None
        assert after["crawl"]["requests"] == row.next, after


@rows
@pytest.mark.django_db
def test_mail_console_and_report_say_what_it_is_and_what_to_do(
    row: Row, results: dict[Refusal, tuple[Told, Told | None]], settings: object
) -> None:
    done, _ = results[row.refusal]
    settings.ROOT_URLCONF = "console.urls"  # type: ignore[attr-defined]
    watch = Watch.objects.create(name="青鹭出行", any_words="青鹭", channels=["weibo"])
    on_duty()
    for ago in (40, 30, 20, 10):
        record(watch.pk, row, done, THEN - timedelta(minutes=ago))
    page = console("/crawls/")
    assert row.word in page
    assert row.cure in page
    assert row.why in page
    evaluate(THEN)
    if not row.leads:
        assert not Alert.objects.exists()
        return
    mail = alert_mail(Notice.objects.get(), Alert.objects.get(), THEN)
    assert f"微博{row.word}，舆情可能漏报" in mail.subject
    for words in (row.cure, f"完整数据只到 {spoken(THEN - timedelta(minutes=70))}", "已缺 1 小时 10 分钟"):
        assert words in mail.text
        assert words in mail.html
    assert row.cure in console("/")
    report = report_mail(build(day_of(THEN), THEN))
    assert row.word in report.text
    assert row.cure in report.text


def record(watch: int, row: Row, done: Told, at: datetime) -> None:
    """A crawl that ended as the played one did; the first of them follows one that covered everything."""
    if not Alert.objects.exists() and at == THEN - timedelta(minutes=40) and row.leads:
        midnight = datetime(2026, 11, 22, 16, tzinfo=UTC)
        write(watch, "weibo-search", midnight, THEN - timedelta(minutes=70), {}, leads=True)
    write(watch, row.step["spider"], THEN - timedelta(minutes=100), at, done["crawl"], leads=row.leads)


def write(watch: int, spider: str, since: datetime, until: datetime, told: Told, *, leads: bool) -> None:
    plan = CrawlPlan(spider=spider, watch=watch, since=since, until=until)
    end = CrawlEnd(
        outcome=CrawlOutcome(told.get("outcome", CrawlOutcome.COMPLETE)),
        reason=told.get("reason", "列出的页面全部读到"),
        expected=told.get("expected"),
        fetched=told.get("fetched", 0),
        new=0,
        found_again=told.get("fetched", 0),
        requests=told.get("requests", 1),
        refusal=told.get("refusal", ""),
        exhausted=not told or CrawlOutcome(told["outcome"]) in COVERING,
    )
    crawls.end(crawls.begin(plan, Channel.WEIBO, until - TEN / 10, leads=leads), end, until)


def on_duty() -> None:
    person = Person.objects.create(name="林晓", email="lin@example.com", role=Role.DUTY.value)
    day = timedelta(days=1)
    Shift.objects.create(person=person, tier=1, starts_at=THEN - day, ends_at=THEN + day)


def console(address: str) -> str:
    client = Client()
    client.force_login(User.objects.get_or_create(username="viewer")[0])
    return client.get(address).content.decode()
