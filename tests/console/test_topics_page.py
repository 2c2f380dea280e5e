"""What is spoken of: the worst of what rises stands first, with since when, how big and how sure."""

import json
import re
from datetime import datetime, timedelta
from urllib.parse import quote

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from domain.heat import Forecast, Heat
from storage.models import Alert, Discovery, Incident, Post, TopicPost, Watch
from storage.topics import QUARTER
from tests.console.conftest import HOSTILE, a_post, keep
from tests.invented_topics import COMING, SPREADERS, a_topic


@pytest.mark.parametrize(
    ("bad", "good", "says"),
    [
        (0, 0, "没有正在上升的话题"),
        (1, 0, "1 个话题正在上升，以负面为主"),
        (2, 0, "2 个话题正在上升，都以负面为主"),
        (0, 1, "1 个话题正在上升，不以负面为主"),
        (0, 3, "3 个话题正在上升，都不以负面为主"),
        (1, 2, "3 个话题正在上升，其中 1 个以负面为主"),
    ],
)
def test_the_sentence_counts_what_rises(
    as_bob: Client, watch: Watch, at: datetime, *, bad: int, good: int, says: str
) -> None:
    post = fill(watch, at, 1)
    for number in range(bad + good):
        a_topic(watch, post, at, negative=1 if number < bad else 0)
    a_topic(watch, post, at, negative=1, on=False)
    assert f"<h2>{says}</h2>" in as_bob.get("/topics/").content.decode()


def searched(watch: Watch, until: datetime) -> None:
    Discovery.objects.create(watch=watch, quarter=int(until.timestamp()) - QUARTER, body=b"", saved_at=until)


def fill(watch: Watch, at: datetime, count: int = 12, mark: str = "p") -> list[int]:
    """Posts five minutes apart up to now, every third negative, the newest first."""
    some = [a_post(f"{mark}{n}", at - timedelta(minutes=5 * n + 1)) for n in range(count)]
    keep(watch, some, at, {f"{mark}{n}" for n in range(0, count, 3)})
    return list(Post.objects.filter(native_id__startswith=mark).order_by("-published_at").values_list("pk", flat=True))


def titles(page: str) -> list[str]:
    return re.findall(r'class="yq-title" href="/topics/\d+/">([^<]*)<', page)


def test_the_first_screen_says_what_is_wrong_since_when_how_big_and_how_sure(
    as_bob: Client, watch: Watch, at: datetime
) -> None:
    searched(watch, at - timedelta(minutes=5))
    posts = fill(watch, at)
    hot = Heat(index=88.0, engagement=0.9, velocity=None, reach=None, level=None)
    a_topic(watch, posts, at, title="热而不坏", negative=2, heat=hot)
    a_topic(watch, posts, at, title="坏事", negative=11, authors=9, forecasts=COMING)
    a_topic(watch, posts, at, title="过去了", negative=12, on=False, heat=hot)
    page = as_bob.get("/topics/").content.decode()
    assert titles(page) == ["坏事", "热而不坏", "过去了"]
    assert "2 个话题正在上升，其中 1 个以负面为主" in page
    assert "12 条帖文、9 个账号，其中负面 11 条。未来 6 小时约新增 40–120 条（五次里有四次落在这个区间）。" in page
    assert "91.7%" in page
    assert "话题发现已跟上" in page
    assert page.count("走势未知") == 1


def test_no_topic_is_no_comfort_where_nobody_searched(as_bob: Client, watch: Watch, at: datetime) -> None:
    late = Watch.objects.create(name="慢帆", any_words="慢帆")
    searched(late, at - timedelta(hours=3))
    page = as_bob.get("/topics/").content.decode()
    assert "云帆：还没有做过话题发现" in page
    assert "慢帆：话题发现只做到" in page
    assert "没有话题不等于没有人议论" in page
    assert "话题发现已跟上" not in page


def test_what_was_told_long_ago_is_not_said_to_rise(as_bob: Client, watch: Watch, at: datetime) -> None:
    told = at - timedelta(hours=5)
    topic = a_topic(watch, fill(watch, at), told, negative=12, forecasts=COMING)
    page = as_bob.get("/topics/").content.decode()
    assert "没有正在上升的话题" in page
    assert "近况未知" in page
    assert "未来 6 小时" not in page + as_bob.get(f"/topics/{topic.pk}/").content.decode()


def test_filters_of_watch_and_time(as_bob: Client, watch: Watch, at: datetime) -> None:
    other = Watch.objects.create(name="慢帆", any_words="慢帆")
    posts = fill(watch, at)
    a_topic(watch, posts, at, title="刚才")
    a_topic(watch, posts, at, title="前天", last_at=at - timedelta(hours=50))
    a_topic(other, posts[:1], at, title="别家")
    a_topic(watch, [], at, title="还没有统计")
    assert set(titles(as_bob.get("/topics/").content.decode())) == {"刚才", "别家"}
    assert titles(as_bob.get("/topics/", {"watch": str(other.pk)}).content.decode()) == ["别家"]
    wide = as_bob.get("/topics/", {"watch": str(watch.pk), "hours": "72"}).content.decode()
    assert set(titles(wide)) == {"刚才", "前天"}
    wrong = as_bob.get("/topics/", {"hours": "7"}).content.decode()
    assert 'role="alert"' in wrong
    assert titles(wrong) == []


def test_many_topics_come_some_at_a_time_and_cost_no_more_queries(
    as_bob: Client, watch: Watch, at: datetime, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    posts = fill(watch, at, 2)
    for number in range(40):
        a_topic(watch, posts, at, title=f"话题{number}")
    with django_assert_max_num_queries(9):
        page = as_bob.get("/topics/").content.decode()
    assert len(titles(page)) == 30
    assert len(titles(as_bob.get("/topics/", {"page": "2"}).content.decode())) == 10


def test_one_topic_tells_all_that_is_known_and_unknown_as_unknown(
    as_bob: Client, watch: Watch, at: datetime, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    posts = fill(watch, at)
    facts = {"spreaders": SPREADERS, "forecasts": COMING, "copied": 0.64, "spread": "copied", "negative": 4}
    topic = a_topic(watch, posts, at, sentences=(("云帆打不开了", posts[3]),), keywords=("打不开", "#云帆#"), **facts)
    with django_assert_max_num_queries(18):
        page = as_bob.get(f"/topics/{topic.pk}/").content.decode()
    assert f'云帆打不开了 <a class="yq-nowrap" href="/posts/{posts[3]}/">看原帖</a>' in page
    assert f'<a class="yq-tag" href="/posts/?watch={watch.pk}&amp;keyword={quote("#云帆#")}">' in page
    assert "64.0%" in page
    assert page.count("疑似刷量/统一转发") >= 2
    assert "<td>1,200,000</td><td>2</td><td>320</td>" in page
    assert "<td>未知</td><td>1</td><td>未知</td>" in page
    assert "<dt>粉丝覆盖</dt><dd>未知" in page
    assert page.count("<article") == 10
    assert "未来 24 小时约新增 90–300 条" in page
    listed = as_bob.get("/posts/", {"topic": str(topic.pk)}).content.decode()
    assert listed.count("<article") == 12
    assert f'只看话题：<a href="/topics/{topic.pk}/"><b>云帆崩了</b></a>' in listed
    assert f'<input type="hidden" name="topic" value="{topic.pk}"' in listed


def test_the_chart_draws_every_hour_and_what_is_to_come(as_bob: Client, watch: Watch, at: datetime) -> None:
    posts = fill(watch, at, 40)
    topic = a_topic(watch, posts, at, forecasts=COMING, since=at - timedelta(hours=4))
    page = as_bob.get(f"/topics/{topic.pk}/").content.decode()
    spec = re.search(r'<script id="chart-topic" type="application/json">(.*?)</script>', page)
    assert spec is not None
    drawn = [row for data in json.loads(spec[1])["datasets"].values() for row in data]
    bars = [row for row in drawn if row.get("series") == "其余帖文"]
    assert sum(row["high"] for row in bars) == 40
    assert sum(row["high"] for row in drawn if row.get("series") == "负面") == 14
    (coming,) = {(row["low"], row["high"]) for row in drawn if str(row.get("series")).startswith("预测区间")}
    assert coming == (pytest.approx(40.2 / 6), pytest.approx(119.3 / 6))


def test_a_topic_without_anything_known_is_still_a_page(as_bob: Client, watch: Watch, at: datetime) -> None:
    topic = a_topic(watch, fill(watch, at, 1), at, title="", heat=None, keywords=(), first_post_id=None)
    TopicPost.objects.all().delete()
    page = as_bob.get(f"/topics/{topic.pk}/").content.decode()
    assert "（没有标题）" in page
    assert "热度未知" in page
    assert "没有可画的帖文" in page
    assert as_bob.get("/topics/999999/").status_code == 404
    assert "编号 999999（已不在）" in as_bob.get("/posts/", {"topic": "999999"}).content.decode()


def test_a_topic_that_turned_out_to_be_another_leads_there(as_bob: Client, watch: Watch, at: datetime) -> None:
    posts = fill(watch, at)
    old = a_topic(watch, posts[:4], at, title="先发现的")
    young = a_topic(watch, [], at, title="后发现的", merged_into=old)
    answer = as_bob.get(f"/topics/{young.pk}/")
    assert (answer.status_code, answer["Location"]) == (302, f"/topics/{old.pk}/")
    listed = as_bob.get("/posts/", {"topic": str(young.pk)}).content.decode()
    assert listed.count("<article") == 4
    assert f'只看话题：<a href="/topics/{old.pk}/"><b>先发现的</b></a>' in listed
    assert titles(as_bob.get("/topics/").content.decode()) == ["先发现的"]


def test_today_shows_at_most_five_that_rise(as_bob: Client, watch: Watch, at: datetime) -> None:
    posts = fill(watch, at)
    assert "正在上升的话题" not in as_bob.get("/").content.decode()
    for number in range(6):
        a_topic(watch, posts, at, title=f"升{number}", negative=12 if number == 5 else 0)
    a_topic(watch, posts, at, title="平了", on=False)
    page = as_bob.get("/").content.decode()
    assert titles(page) == ["升5", "升0", "升1", "升2", "升3"]


def test_post_alert_and_incident_lead_to_their_topic(as_bob: Client, alert: Alert, watch: Watch, at: datetime) -> None:
    post = Post.objects.get(native_id="evil").pk
    pages = [f"/posts/{post}/", f"/alerts/{alert.pk}/"]
    for page in pages:
        assert "/topics/" not in as_bob.get(page).content.decode().replace('href="/topics/"', "")
    topic = a_topic(watch, [post], at, title="支付打不开")
    Incident.objects.create(
        alert=alert,
        title=alert.title,
        kind="outage",
        grade=3,
        standard=1,
        state="started",
        occurred_at=at,
        detected_at=at,
        started_at=at,
        started_by="艾丽丝",
    )
    for page in [*pages, f"/incidents/{alert.incident.pk}/"]:
        assert f'<a href="/topics/{topic.pk}/">支付打不开</a>' in as_bob.get(page).content.decode()
    assert alert.title in as_bob.get(f"/topics/{topic.pk}/").content.decode()


def test_words_of_strangers_stay_words(as_bob: Client, alert: Alert, watch: Watch, at: datetime) -> None:
    post = Post.objects.get(native_id="evil").pk
    nasty = SPREADERS[1].__class__(
        channel=SPREADERS[1].channel, author_key="x", name=HOSTILE, posts=1, passed_on=None, followers=None
    )
    topic = a_topic(
        watch,
        [post],
        at,
        title=HOSTILE[:60],
        sentences=((HOSTILE, post),),
        keywords=(HOSTILE,),
        spreaders=(nasty,),
        negative=1,
        forecasts=(Forecast(hours=6, low=0, middle=1, high=2),),
    )
    paths = ("/topics/", f"/topics/{topic.pk}/", "/", f"/posts/{post}/", f"/posts/?topic={topic.pk}")
    for path in (*paths, f"/alerts/{alert.pk}/"):
        page = as_bob.get(path).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "&lt;script&gt;alert" in page


def test_a_stranger_sees_no_topic(as_charlie: Client, watch: Watch, at: datetime) -> None:
    topic = a_topic(watch, [], at)
    for path in ("/topics/", f"/topics/{topic.pk}/"):
        assert as_charlie.get(path).status_code == 302
