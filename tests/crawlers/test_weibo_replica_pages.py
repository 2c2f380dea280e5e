"""What the replica answers on every route is read by the parser of that route, and says what the story says."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from crawlers.pages.answer import Answer
from crawlers.pages.weibo_comments import read_comments, read_mobile_comments, read_mobile_replies
from crawlers.pages.weibo_hot import read_hot_band, read_hot_search, read_mobile_hot, read_top_summary
from crawlers.pages.weibo_json_gate import json_refusal
from crawlers.pages.weibo_mblog import Mblog
from crawlers.pages.weibo_mobile_search import read_mobile_search
from crawlers.pages.weibo_profile import read_mobile_info, read_mobile_profile, read_profile, read_profile_detail
from crawlers.pages.weibo_reposts import read_mobile_reposts, read_reposts
from crawlers.pages.weibo_single import read_detail, read_extend, read_longtext, read_mobile_show, read_show
from crawlers.pages.weibo_timeline import read_mobile_timeline, read_timeline, read_waterfall
from domain.absence import Gone
from domain.post import Verification
from domain.refusal import Refusal
from drill.scenario import Microblog
from drill.scenarios.fates import with_fates
from drill.scenarios.outage import outage_story
from drill.sites.trouble import Fault, Trouble
from drill.stage import Stage
from tests.drill.weibo_visit import Got, ajax, mobile, visit

LINK = re.compile(r"http://t\.cn/\w+|网页链接")
FOUND = "100103type=61&q=青鹭出行"
INDEX = "api/container/getIndex"


@pytest.fixture(scope="module")
def house() -> Iterator[Stage]:
    with Stage(with_fates(outage_story(7, datetime.fromisoformat("2026-11-23T01:30:00+00:00")))) as stage:
        yield stage


@pytest.fixture
def stage(house: Stage) -> Iterator[Stage]:
    yield house
    house.weibo.temper.make(None)
    house.move_to(house.scenario.now)


@dataclass(frozen=True, kw_only=True)
class Cast:
    """Posts that play a part."""

    loud: Microblog
    official: Microblog
    repost: Microblog


@pytest.fixture
def cast(stage: Stage) -> Cast:
    there = [post for post in stage.scenario.microblogs if post.is_there(stage.scenario.now)]
    repost = next(post for post in reversed(there) if post.original and not post.original.is_gone(stage.scenario.now))
    return Cast(
        loud=max(there, key=lambda post: post.reach.comments),
        official=next(post for post in there if post.pinned),
        repost=repost,
    )


def told(stage: Stage) -> dict[str, Microblog]:
    return {str(post.mid): post for post in stage.scenario.microblogs}


def bare(text: str) -> str:
    """A text without what the sites change in it: links become labels, spaces go."""
    return "".join(LINK.sub("", text).split())


Read = Callable[[bytes, datetime], Any]
LISTS: dict[str, tuple[Callable[[Stage, Cast], Got], Read]] = {
    "mymblog": (lambda stage, cast: ajax(stage, "statuses/mymblog", uid=cast.official.account.uid), read_timeline),
    "waterfall": (
        lambda stage, cast: ajax(stage, "profile/getWaterFallContent", uid=cast.loud.account.uid, cursor=0),
        read_waterfall,
    ),
    "mobile search": (
        lambda stage, cast: mobile(stage, INDEX, containerid="100103type=61&q=青鹭出行"),
        read_mobile_search,
    ),
    "mobile search, grouped": (
        lambda stage, cast: mobile(stage, INDEX, containerid="100103type=61&q=青鹭出行", page=2),
        read_mobile_search,
    ),
    "mobile timeline": (
        lambda stage, cast: mobile(stage, INDEX, containerid=f"107603{cast.official.account.uid}"),
        read_mobile_timeline,
    ),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_read_as_the_story_tells_it(stage: Stage, cast: Cast, name: str) -> None:
    ask, read = LISTS[name]
    page = read(ask(stage, cast).body, stage.weibo.now)
    assert not page.unreadable
    assert page.posts
    known = told(stage)
    for blog in page.blogs:
        post = known[blog.post.native_id]
        assert blog.post.published_at == post.published_at
        assert blog.post.region == post.region
        assert blog.post.author is not None
        assert blog.post.author.key == str(post.account.uid)
        assert blog.pinned == post.pinned
        reach = post.reach.after(stage.weibo.now - post.published_at)
        assert blog.post.reading.comments == min(reach.comments, 1_000_000)
        if not blog.post.cut and post.original is None:
            assert bare(blog.post.text) == bare(post.text)


def test_what_is_not_the_account_s_own_is_left_out(stage: Stage, cast: Cast) -> None:
    uid = cast.official.account.uid
    page = read_timeline(ajax(stage, "statuses/mymblog", uid=uid).body, stage.weibo.now)
    assert (page.ads, page.liked) == (1, 1)
    assert {post.author.key for post in page.posts if post.author} == {str(uid)}


SINGLES: dict[str, tuple[Callable[[Stage, Microblog], Got], Read]] = {
    "show": (lambda stage, post: ajax(stage, "statuses/show", id=post.mid), read_show),
    "show, long": (lambda stage, post: ajax(stage, "statuses/show", id=post.mid, isGetLongText="true"), read_show),
    "mobile show": (lambda stage, post: mobile(stage, "statuses/show", id=post.mid), read_mobile_show),
    "detail": (lambda stage, post: visit(f"{stage.weibo_mobile_url}/detail/{post.mid}"), read_detail),
}


@pytest.mark.parametrize("name", SINGLES)
def test_a_single_post_is_read(stage: Stage, cast: Cast, name: str) -> None:
    ask, read = SINGLES[name]
    for post in (cast.loud, cast.official, cast.repost):
        blog = read(ask(stage, post).body, stage.weibo.now)
        assert isinstance(blog, Mblog)
        assert blog.post.native_id == str(post.mid)
        assert (blog.original is None) == (post.original is None)
        if name != "show" and post is cast.loud:
            assert bare(blog.post.text) == bare(post.text)


def test_the_whole_text_is_read(stage: Stage, cast: Cast) -> None:
    blog = read_show(ajax(stage, "statuses/show", id=cast.loud.mid).body, stage.weibo.now)
    assert isinstance(blog, Mblog)
    assert blog.needs_full_text
    web = read_longtext(ajax(stage, "statuses/longtext", id=cast.loud.mid).body).text
    phone = read_extend(mobile(stage, "statuses/extend", id=cast.loud.mid).body, stage.weibo.now).text
    assert web is not None
    assert phone is not None
    assert bare(web) == bare(phone) == bare(cast.loud.text)


def test_comments_and_replies_are_read(stage: Stage, cast: Cast) -> None:
    mid, now = cast.loud.mid, stage.weibo.now
    web = read_comments(ajax(stage, "statuses/buildComments", id=mid).body, now)
    phone = read_mobile_comments(mobile(stage, "comments/hotflow", id=mid, max_id_type=0).body, now)
    for page in (web, phone):
        assert not page.unreadable
        assert len(page.posts) >= 20
        assert page.next_max_id
        assert page.unfolded
    root = web.unfolded[0]
    asked: dict[str, Any] = {"fetch_level": 1, "is_mix": 1, "max_id": 0}
    replies = read_comments(ajax(stage, "statuses/buildComments", id=root, **asked).body, now)
    child = read_mobile_replies(mobile(stage, "comments/hotFlowChild", cid=root, max_id=0).body, now)
    assert {post.native_id for post in replies.posts} == {post.native_id for post in child.posts}
    assert not replies.unreadable
    assert not child.unreadable


def test_reposts_are_read(stage: Stage, cast: Cast) -> None:
    assert cast.repost.original is not None
    mid = cast.repost.original.mid
    web = read_reposts(ajax(stage, "statuses/repostTimeline", id=mid, page=1, count=20).body, stage.weibo.now)
    phone = read_mobile_reposts(mobile(stage, "api/statuses/repostTimeline", id=mid).body, stage.weibo.now)
    assert not web.unreadable
    assert not phone.unreadable
    assert {post.root_id for post in (*web.posts, *phone.posts)} == {str(mid)}
    assert [post.native_id for post in phone.posts] == [post.native_id for post in web.posts[:10]]


def test_all_ways_to_the_hot_list_tell_the_same(stage: Stage) -> None:
    now = stage.weibo.now
    ways = (
        read_hot_search(ajax(stage, "side/hotSearch").body, now),
        read_hot_band(ajax(stage, "statuses/hot_band").body, now),
        read_top_summary(visit(f"{stage.weibo_url}/top/summary", stage.cookie).body, now),
        read_mobile_hot(mobile(stage, INDEX, containerid="106003type=25").body, now),
    )
    lists = [[(entry.rank, entry.title, entry.heat) for entry in way.entries if entry.rank] for way in ways]
    assert lists[0] == lists[1] == lists[2] == lists[3][:48]
    assert len(lists[0]) == 48
    assert [way.ads for way in ways[:3]] == [2, 2, 2]
    assert not any(way.unreadable for way in ways)


def test_profiles_are_read(stage: Stage, cast: Cast) -> None:
    uid, now = cast.official.account.uid, stage.weibo.now
    web = read_profile(ajax(stage, "profile/info", uid=uid).body, now)
    phone = read_mobile_profile(mobile(stage, INDEX, type="uid", value=uid).body, now)
    assert (web.name, web.verification) == (cast.official.account.name, Verification.ORGANISATION)
    assert (phone.name, phone.verification, phone.posts) == (web.name, web.verification, web.posts)
    detail = read_profile_detail(ajax(stage, "profile/detail", uid=uid).body, now, key=str(uid))
    info = read_mobile_info(mobile(stage, INDEX, containerid=f"230283{uid}_-_INFO").body, now)
    assert detail.registered_at is not None
    assert detail.region == info.region


def test_a_gone_post_is_told_apart(stage: Stage) -> None:
    gone = next(post for post in stage.scenario.microblogs if post.end and post.original is None)
    assert gone.end is not None
    stage.move_to(gone.end.at + timedelta(minutes=1))
    got = ajax(stage, "statuses/show", id=gone.mid)
    assert json_refusal(answer_of(got, "https://weibo.com/x")) is Refusal.DELETED
    repeats = [post for post in stage.scenario.microblogs if post.original and post.original.is_gone(stage.weibo.now)]
    for post in repeats[:3]:
        blog = read_show(ajax(stage, "statuses/show", id=post.mid).body, stage.weibo.now)
        assert isinstance(blog, Mblog)
        assert isinstance(blog.original, Gone)


def answer_of(got: Got, url: str) -> Answer:
    return Answer(url=url, status=got.status, body=got.body, location=got.location or None)


REFUSED = {
    Fault.EXPIRED_SESSION: Refusal.VISITOR,
    Fault.TO_LOGIN: Refusal.LOGIN,
    Fault.TO_SORRY: Refusal.LOGIN,
    Fault.CAPTCHA: Refusal.CAPTCHA,
    Fault.RATE_LIMIT: Refusal.RATE_LIMIT,
    Fault.TOO_MANY: Refusal.RATE_LIMIT,
    Fault.TOO_LONG: Refusal.RATE_LIMIT,
    Fault.TOO_OFTEN: Refusal.RATE_LIMIT,
    Fault.STRANGE: Refusal.FORBIDDEN,
    Fault.FORBIDDEN: Refusal.FORBIDDEN,
    Fault.CROWDED: Refusal.LOGIN,
    Fault.NEEDS_VISITOR: Refusal.VISITOR,
    Fault.HUMAN_CHECK: Refusal.CAPTCHA,
    Fault.RELOGIN: Refusal.LOGIN,
    Fault.NOT_THERE: Refusal.DELETED,
    Fault.SERVER_ERROR: Refusal.SERVER_ERROR,
}


@pytest.mark.parametrize("fault", REFUSED)
def test_a_fault_is_refused_for_its_reason(stage: Stage, fault: Fault) -> None:
    stage.weibo.temper.make(Trouble(fault=fault))
    got = ajax(stage, "statuses/show", id=1)
    assert json_refusal(answer_of(got, "https://weibo.com/ajax/statuses/show")) is REFUSED[fault]
