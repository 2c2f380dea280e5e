"""The canary asks every way once and says which works, which refuses, which has changed; people hear of the last."""

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client

from alerts.evaluate import evaluate
from alerts.notifiers.email.compose import alert_mail
from crawlers.known import QUESTIONS
from crawlers.routes import WAYS, Route
from domain.identity import IdentityKind
from domain.notice import Role
from domain.post import Channel
from domain.refusal import Refusal
from domain.route_check import RouteCheck, RouteState
from storage import route_checks
from storage.models import Alert, Notice, Person, Shift, Watch
from tests.crawlers.playing import Told
from tests.crawlers.refusals_played import played

ASKS = {"spider": "weibo-canary"}
STEPS: dict[str, Told] = {
    "well": ASKS,
    "without account": {**ASKS, "account": False},
    "web changed": {**ASKS, "after": 5, "fault": {"fault": "changed_layout", "host": "weibo.com"}},
    "still changed": {**ASKS, "after": 9, "fault": {"fault": "changed_layout", "host": "weibo.com"}},
    "one part changed": {**ASKS, "fault": {"fault": "changed_part", "host": "m.weibo.cn"}},
    "captcha": {**ASKS, "fault": {"fault": "captcha", "host": "s.weibo.com"}},
    "line cut": {**ASKS, "fault": {"fault": "connection_lost"}},
    "quietly blocked": {**ASKS, "fault": {"fault": "soft_block", "host": "m.weibo.cn"}},
    "post is gone": {**ASKS, "post": "4999999999999999"},
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Told]:
    return dict(zip(STEPS, played(tmp_path_factory.mktemp("canary"), list(STEPS.values())), strict=True))


def states(done: Told, *routes: Route) -> set[str]:
    return {done["routes"][route.value]["state"] for route in routes or tuple(Route)}


def test_every_way_has_a_question() -> None:
    assert list(QUESTIONS) == list(WAYS) == list(Route)


@pytest.mark.slow
def test_each_way_is_asked_once_with_the_least_powerful_identity(told: dict[str, Told]) -> None:
    done = told["well"]
    assert states(done) == {"works"}
    content = [path for path in done["paths"] if path and not path.startswith("visitor/")]
    assert len(content) == len(WAYS) == 19
    who = {route: done["routes"][route.value]["identity"] for route in Route}
    assert all(who[route] == way.identities[0].value for route, way in WAYS.items())
    assert done["crawl"]["outcome"] == "complete"


@pytest.mark.slow
def test_what_needs_an_account_is_untried_without_one(told: dict[str, Told]) -> None:
    done = told["without account"]
    assert states(done, Route.SEARCH, Route.TIMELINE, Route.REPOSTS) == {"untried"}
    search = done["routes"]["search"]
    assert search["word"] == "未试（没有可用身份）"
    assert "没有微博网页版（.weibo.com）的账号" in search["words"]
    assert "扫码" in search["cure"]
    assert search["good_at"] is not None
    assert done["crawl"]["outcome"] == "partial"
    assert "关键词搜索未试" in done["crawl"]["reason"]


@pytest.mark.slow
def test_a_changed_layout_is_named_with_its_place_and_kept(told: dict[str, Told]) -> None:
    done, later = told["web changed"], told["still changed"]
    changed = {route for route, one in done["routes"].items() if one["state"] == "changed"}
    assert {"hot_band", "timeline", "profile"} <= changed
    assert "search" not in changed
    assert "位置：" in done["routes"]["profile"]["words"]
    assert done["crawl"]["outcome"] == "changed_layout"
    assert len(done["kept"]) == len(changed)
    assert later["routes"]["profile"]["since"] == done["routes"]["profile"]["at"] < later["routes"]["profile"]["at"]
    assert later["routes"]["profile"]["good_at"] is not None


@pytest.mark.slow
def test_one_renamed_part_is_enough(told: dict[str, Told]) -> None:
    assert states(told["one part changed"], Route.MOBILE_SEARCH, Route.MOBILE_POST) == {"changed"}
    assert states(told["one part changed"], Route.SEARCH, Route.HOT_BAND) == {"works"}


@pytest.mark.slow
def test_after_a_human_check_the_account_is_left_alone(told: dict[str, Told]) -> None:
    done = told["captcha"]
    assert done["routes"]["search"]["word"] == "被拒绝（要求人工验证）"
    assert states(done, Route.TIMELINE, Route.PROFILE, Route.HOT_BAND) == {"untried"}
    assert states(done, Route.MOBILE_SEARCH) == {"works"}


@pytest.mark.slow
def test_a_dead_line_is_tried_three_times_and_no_more(told: dict[str, Told]) -> None:
    done = told["line cut"]
    assert states(done, Route.SEARCH, Route.TOP_SUMMARY, Route.HOT_SEARCH) == {"no_answer"}
    assert states(done, Route.MOBILE_REPOSTS) == {"untried"}


@pytest.mark.slow
def test_nothing_for_what_must_be_there_is_a_refusal(told: dict[str, Told]) -> None:
    assert told["quietly blocked"]["routes"]["mobile_search"]["word"] == "被拒绝（被暗中限制）"


@pytest.mark.slow
def test_a_known_post_that_is_gone_says_nothing_about_the_way(told: dict[str, Told]) -> None:
    post = told["post is gone"]["routes"]["post"]
    assert post["state"] == "untried"
    assert "用来核对的帖文或账号已不存在" in post["words"]


def check(route: Route, state: RouteState, at: datetime, **more: Refusal | str) -> RouteCheck:
    return RouteCheck(
        channel=Channel.WEIBO,
        route=route.value,
        name=route.shown,
        host=WAYS[route].host.shown,
        state=state,
        at=at,
        identity=IdentityKind.VISITOR,
        **more,  # type: ignore[arg-type]
    )


@pytest.fixture
def duty(db: None, now: datetime) -> Person:
    Watch.objects.create(name="青鹭出行", any_words="青鹭", channels=["weibo"])
    person = Person.objects.create(name="林晓", email="lin@example.com", role=Role.DUTY.value)
    day = timedelta(days=1)
    Shift.objects.create(person=person, tier=1, starts_at=now - day, ends_at=now + day)
    return person


def test_one_alert_for_all_that_changed_at_once_and_another_for_what_changes_later(duty: Person, now: datetime) -> None:
    hour = timedelta(hours=1)
    for route in (Route.PROFILE, Route.COMMENTS, Route.MOBILE_SEARCH):
        route_checks.keep(check(route, RouteState.WORKS, now - 7 * hour))
    for route in (Route.PROFILE, Route.COMMENTS):
        route_checks.keep(check(route, RouteState.CHANGED, now - hour, words="没有正文；位置：data.text"))
    evaluate(now)
    mail = alert_mail(Notice.objects.get(), Alert.objects.get(rule="changed_layout"), now)
    assert "微博页面已改版：微博网页版的账号资料等 2 项读不懂，这部分内容采不到" in mail.subject
    assert "上次正常是 2026年11月23日 02:30" in mail.text
    assert "请联系维护人员更新解析程序" in mail.text
    route_checks.keep(check(Route.MOBILE_SEARCH, RouteState.CHANGED, now, words="没有卡片；位置：data.cards"))
    evaluate(now + timedelta(minutes=5))
    assert Alert.objects.filter(rule="changed_layout").count() == 2
    for route in (Route.PROFILE, Route.COMMENTS):
        route_checks.keep(check(route, RouteState.WORKS, now + hour))
    evaluate(now + hour)
    assert Alert.objects.get(title__contains="账号资料").state == "cleared"


def test_a_changed_way_that_cannot_be_tried_is_still_held_to_have_changed(duty: Person, now: datetime) -> None:
    hour = timedelta(hours=1)
    route_checks.keep(check(Route.SEARCH, RouteState.CHANGED, now, words="没有卡片；位置：#pl_feedlist_index"))
    evaluate(now)
    route_checks.keep(check(Route.SEARCH, RouteState.UNTRIED, now + 6 * hour, refusal=Refusal.LOGIN))
    evaluate(now + 6 * hour)
    assert Alert.objects.get().state == "firing"
    route_checks.keep(check(Route.SEARCH, RouteState.WORKS, now + 12 * hour))
    evaluate(now + 12 * hour)
    assert Alert.objects.get().state == "cleared"


def test_a_refusal_is_no_changed_layout(duty: Person, now: datetime) -> None:
    route_checks.keep(check(Route.SEARCH, RouteState.REFUSED, now, refusal=Refusal.CAPTCHA))
    assert evaluate(now).raised == 0


def test_the_console_shows_every_way_with_what_to_do(duty: Person, now: datetime, settings: object) -> None:
    settings.ROOT_URLCONF = "console.urls"  # type: ignore[attr-defined]
    route_checks.keep(check(Route.SEARCH, RouteState.REFUSED, now, refusal=Refusal.CAPTCHA, words="<b>转到</b>"))
    client = Client()
    client.force_login(User.objects.create(username="viewer"))
    page = client.get("/sources/").content.decode()
    assert "途径巡检" in page
    assert "被拒绝（要求人工验证）" in page
    assert "本程序不会代做验证" in page
    assert "&lt;b&gt;转到" in page
