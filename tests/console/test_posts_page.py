"""The list of posts: every post once, newest first, whatever it says."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from domain.day import bucket_of, day_of
from domain.post import Channel, Reading
from domain.score import Complaint, Noise, Polarity, Score
from storage import listing, rollups, scores
from storage.listing import Wanted
from storage.models import Post, Watch
from tests.console.conftest import HOSTILE, a_post, keep

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def fill(watch: Watch, count: int = 120) -> list[str]:
    """Posts in bunches of the same second, every third negative; native ids newest first."""
    some = [a_post(f"p{n}", NOON - timedelta(minutes=n // 4)) for n in range(count)]
    keep(watch, some, NOON, {f"p{n}" for n in range(0, count, 3)})
    rows = Post.objects.order_by("-published_at", "-pk").values_list("native_id", flat=True)
    return list(rows)


@pytest.mark.parametrize("named", [True, False])
def test_paging_shows_every_post_exactly_once_in_order(watch: Watch, *, named: bool) -> None:
    expected = fill(watch)
    seen: list[str] = []
    after = None
    while True:
        page = listing.page(Wanted(watch=watch.pk if named else None), after=after, size=50)
        seen += [post.native_id for post in page.posts]
        after = page.older
        if after is None:
            break
    assert seen == expected


def test_posts_that_come_in_while_paging_move_nothing(watch: Watch) -> None:
    expected = fill(watch)
    first = listing.page(Wanted(watch=watch.pk), size=50)
    keep(watch, [a_post(f"new{n}", NOON + timedelta(minutes=1)) for n in range(30)], NOON)
    second = listing.page(Wanted(watch=watch.pk), after=first.older, size=50)
    assert [post.native_id for post in second.posts] == expected[50:100]


def test_filters_hold_together(watch: Watch) -> None:
    fill(watch)
    keep(watch, [a_post("w1", NOON, "云帆 微信文章 客服", channel=Channel.WECHAT)], NOON, {"w1"})
    first, last = bucket_of(NOON - timedelta(minutes=5)), bucket_of(NOON)

    def natives(wanted: Wanted) -> list[str]:
        return [post.native_id for post in listing.page(wanted, size=500).posts]

    for key in (watch.pk, None):
        assert natives(Wanted(watch=key, channel=Channel.WECHAT)) == ["w1"]
        assert natives(Wanted(watch=key, words="客服 微信")) == ["w1"]
        assert natives(Wanted(watch=key, words="没有的词")) == []
        assert len(natives(Wanted(watch=key, polarity=Polarity.NEGATIVE))) == 41
        assert len(natives(Wanted(watch=key, keyword="故障"))) == 41
        assert natives(Wanted(watch=key, keyword="没有的话题")) == []
        assert len(natives(Wanted(watch=key, first=first, last=last))) == 20
        assert natives(Wanted(watch=key, words="微信", channel=Channel.WEIBO)) == []


def test_counts_come_from_the_rollups(watch: Watch) -> None:
    fill(watch)
    keep(watch, [a_post("later", NOON)], NOON)
    counted = listing.counted(Wanted(watch=watch.pk))
    assert counted is not None
    assert (counted.posts, counted.negative, counted.neutral, counted.unscored) == (121, 40, 80, 1)
    assert listing.counted(Wanted(watch=watch.pk, words="客服")) is None


def test_a_page_costs_few_queries_however_many_posts(
    as_bob: Client, watch: Watch, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    fill(watch)
    with django_assert_max_num_queries(8):
        page = as_bob.get("/posts/", {"watch": str(watch.pk)}).content.decode()
    assert page.count("<article") == 50


def test_the_links_of_the_page_lead_through_all_of_it(as_bob: Client, watch: Watch) -> None:
    fill(watch)
    address, seen = f"/posts/?watch={watch.pk}&polarity=negative", 0
    for _ in range(2):
        page = as_bob.get(address).content.decode()
        seen += page.count("<article")
        older = re.search(r'href="(\?[^"]*after=[^"]*)">更早的帖文', page)
        address = "/posts/" + older[1].replace("&amp;", "&") if older else ""
    assert (seen, address) == (40, "")


def test_a_day_is_a_day_in_china(as_bob: Client, watch: Watch) -> None:
    late = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)
    keep(watch, [a_post("in", late), a_post("out", late - timedelta(seconds=1))], NOON)
    assert day_of(late).isoformat() == "2026-11-23"
    page = as_bob.get("/posts/", {"day": "2026-11-23", "watch": str(watch.pk)}).content.decode()
    assert page.count("<article") == 1
    assert "所选范围共 <b>1</b> 条" in page


@pytest.mark.parametrize("after", ["x", "1.", ".1", "-1.2", "1.2.3", "9" * 18 + ".1", "１.２"])
def test_an_address_that_we_did_not_make_is_not_found(as_bob: Client, watch: Watch, after: str) -> None:
    assert as_bob.get("/posts/", {"after": after}).status_code == 404


@pytest.mark.parametrize(
    "filters",
    [{"since": "gestern"}, {"watch": "999"}, {"polarity": "x"}, {"since": "2026-11-23", "until": "2026-11-01"}],
)
def test_a_wrong_filter_is_said_and_nothing_is_listed(as_bob: Client, watch: Watch, filters: dict[str, str]) -> None:
    fill(watch, 3)
    page = as_bob.get("/posts/", filters).content.decode()
    assert 'role="alert"' in page
    assert "<article" not in page


def test_hostile_text_stays_text_on_every_page(as_bob: Client, alert: object, watch: Watch) -> None:
    post = Post.objects.get(native_id="evil")
    for path in ("/posts/", f"/posts/{post.pk}/", f"/alerts/{alert.pk}/", "/"):  # type: ignore[attr-defined]
        page = as_bob.get(path).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "javascript:" not in page
    assert "&lt;script&gt;alert" in as_bob.get("/posts/").content.decode()
    searched = as_bob.get("/posts/", {"q": HOSTILE[:60], "topic": HOSTILE}).content.decode()
    assert "<script>alert" not in searched


def test_deciding_words_are_marked_and_the_original_opens_safely(as_bob: Client, watch: Watch) -> None:
    keep(watch, [a_post("b", NOON, "云帆崩了", url="https://weibo.example/b?a=1&b=2")], NOON, {"b"})
    page = as_bob.get("/posts/").content.decode()
    assert '云帆<mark class="yq-mark yq-mark-neg" title="权重 +2.00">崩了</mark>' in page
    assert '<a href="https://weibo.example/b?a=1&amp;b=2" rel="noopener noreferrer" target="_blank">' in page


def test_unknown_counts_are_unknown_and_zero_is_zero(as_bob: Client, watch: Watch) -> None:
    keep(watch, [a_post("b", NOON, reading=Reading(read_at=NOON, reposts=0))], NOON)
    assert "转发 0 · 评论 未知 · 赞 未知" in as_bob.get("/posts/").content.decode()


def test_one_post_tells_its_editions_readings_and_watches(as_bob: Client, watch: Watch) -> None:
    keep(watch, [a_post("b", NOON, "云帆 第一稿", reading=Reading(read_at=NOON, likes=3))], NOON)
    keep(watch, [a_post("b", NOON, "云帆 改过的")], NOON)
    newest = Post.objects.get(native_id="b", edition=2)
    page = as_bob.get(f"/posts/{newest.pk}/").content.decode()
    assert "第一稿" in page
    assert f"/posts/?watch={watch.pk}" in page
    assert as_bob.get("/posts/999999/").status_code == 404
    listed = as_bob.get("/posts/").content.decode()
    assert "第一稿" not in listed


def test_the_search_keeps_its_filters_while_paging(as_bob: Client, watch: Watch) -> None:
    fill(watch)
    page = as_bob.get("/posts/", {"watch": str(watch.pk), "q": "云帆", "since": "2026-11-23"}).content.decode()
    older = re.search(r'href="(\?[^"]*after=[^"]*)"', page)
    assert older is not None
    kept = parse_qs(urlsplit(older[1].replace("&amp;", "&")).query)
    assert kept["q"] == ["云帆"]
    assert kept["since"] == ["2026-11-23"]


def test_noise_is_shown_marked_and_counted_apart(as_bob: Client, watch: Watch, at: datetime) -> None:
    some = [a_post("plain", at, "云帆 打不开"), a_post("lots", at, "转发抽三位送云帆月卡")]
    keep(watch, some, at)
    for post, noise, complaint in zip(some, (None, Noise.LOTTERY), (Complaint.SERVICE_DOWN, None), strict=True):
        score = Score(
            negativity=0.9,
            polarity=Polarity.NEGATIVE,
            words=(),
            keys=(),
            model="t",
            noise=noise,
            complaint=complaint,
            complaint_words=("打不开",) if complaint else (),
        )
        scores.save([(Post.objects.get(native_id=post.native_id).pk, score)], at)
    rollups.refresh()

    def seen(query: str) -> tuple[bool, bool]:
        body = as_bob.get(f"/posts/?watch={watch.pk}{query}").content.decode()
        return "云帆 打不开" in body, "转发抽三位" in body

    body = as_bob.get(f"/posts/?watch={watch.pk}").content.decode()
    assert "所选范围共 <b>1</b> 条" in body
    assert "另有噪声 1（广告、抽奖、统一转发，不计入）" in body
    assert 'yq-noise" title="保留并显示，但不计入统计和预警">抽奖' in body
    assert 'title="依据：打不开">服务中断' in body
    assert seen("") == (True, True)
    assert seen("&noise=without") == (True, False)
    assert seen("&noise=only") == (False, True)
    assert seen("&noise=lottery") == (False, True)
    assert seen("&noise=advert") == (False, False)
    assert seen("&complaint=service_down") == (True, False)
    assert seen("&complaint=leak") == (False, False)
    assert seen("&q=云帆&noise=without") == (True, False)
    assert seen("&noise=x") == (False, False)
    detail = as_bob.get(f"/posts/{Post.objects.get(native_id='lots').pk}/").content.decode()
    assert "标记为<b>抽奖</b>" in detail


def test_a_time_that_nobody_told_is_not_shown_as_the_time_of_publication(as_bob: Client, watch: Watch) -> None:
    keep(watch, [a_post("told", NOON), a_post("untold", NOON, dated=False)], NOON, set())
    shown = as_bob.get("/posts/").content.decode()
    assert shown.count("发布时间未知") == 1
