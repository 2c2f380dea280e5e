"""The sites of the stage set answer as the real ones do."""

import http.client
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from html import unescape
from urllib.parse import quote, urlsplit

import pytest

from drill.scenario import Fate
from drill.scenarios.outage import outage_story
from drill.sites.trouble import Fault, Temper, Trouble
from drill.stage import Stage

MIDS = re.compile(r'action-type="feed_list_item" mid="(\d+)"')


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    with Stage(outage_story(2026, datetime.fromisoformat("2026-11-23T01:30:00+00:00"))) as stage:
        yield stage


def get(url: str, headers: dict[str, str] | None = None) -> tuple[int, str, str]:
    """Status, Location and body."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=10)
    connection.request("GET", f"{parts.path}?{parts.query}", headers=headers or {})
    answer = connection.getresponse()
    try:
        return answer.status, answer.getheader("Location") or "", answer.read().decode()
    finally:
        connection.close()


def weibo(stage: Stage, query: str, *, cookie: bool = True, **more: str) -> tuple[int, str, str]:
    extra = "".join(f"&{name}={quote(value)}" for name, value in more.items())
    return get(f"{stage.weibo_url}/weibo?q={quote(query)}{extra}", {"Cookie": stage.cookie} if cookie else None)


def test_weibo_shows_ten_a_page_newest_first_and_lists_its_pages(stage: Stage) -> None:
    _, _, body = weibo(stage, "青鹭出行")
    mids = [int(mid) for mid in MIDS.findall(body)]
    assert len(mids) == 10
    assert mids == sorted(mids, reverse=True)
    assert body.count("<li class=cur") == 1
    assert len(re.findall(r"第\d+页</a></li>", body)) == 50
    assert 'class="next"' in body


def test_page_51_is_page_1_again(stage: Stage) -> None:
    first, last = weibo(stage, "青鹭出行", page="1"), weibo(stage, "青鹭出行", page="51")
    assert MIDS.findall(first[2]) == MIDS.findall(last[2])


def test_weibo_sends_strangers_to_the_passport(stage: Stage) -> None:
    status, location, _ = weibo(stage, "青鹭出行", cookie=False)
    assert status == 302
    assert location.startswith("https://passport.weibo.com/visitor/visitor?")


def test_weibo_says_that_there_is_nothing(stage: Stage) -> None:
    status, _, body = weibo(stage, "根本没有的牌子")
    assert status == 200
    assert "card-no-result" in body
    assert not MIDS.findall(body)


def test_an_hour_holds_only_its_posts(stage: Stage) -> None:
    _, _, body = weibo(stage, "青鹭出行", timescope="custom:2026-11-22-9:2026-11-22-10")
    seconds = [(int(mid) >> 22) + 515_483_463 for mid in MIDS.findall(body)]
    start = datetime.fromisoformat("2026-11-22T09:00:00+08:00").timestamp()
    assert seconds
    assert all(start <= second < start + 3600 for second in seconds)


def test_text_is_never_markup(stage: Stage) -> None:
    _, _, body = weibo(stage, "alert")
    assert len(MIDS.findall(body)) == 2
    assert "<script>alert" not in body
    assert "<img src=x" not in body


def test_the_clock_can_be_moved_on(stage: Stage) -> None:
    before = MIDS.findall(weibo(stage, "青鹭出行崩了")[2])
    stage.move_to(stage.scenario.now + timedelta(hours=1))
    after = MIDS.findall(weibo(stage, "青鹭出行崩了")[2])
    stage.move_to(stage.scenario.now)
    assert max(after) > max(before)
    assert not set(after) & set(before)


def search(stage: Stage, query: str, **headers: str) -> tuple[int, str, str]:
    given = {"Cookie": "SNUID=x", "Referer": f"{stage.wechat_search_url}/", **headers}
    return get(f"{stage.wechat_search_url}/weixin?type=2&query={quote(query)}&page=1", given)


def test_the_search_leads_over_the_jump_to_the_article(stage: Stage) -> None:
    _, _, body = search(stage, "青鹭出行")
    assert body.count('<li id="sogou_vr_11002601_box_') == 10
    for link in re.findall(r'href="(/link[^"]+)"', body):
        _, _, jump = get(stage.wechat_search_url + unescape(link), {"Cookie": "SNUID=x", "Referer": "x"})
        address = "".join(re.findall(r"url \+= '([^']*)'", jump))
        assert address.startswith(f"{stage.wechat_article_url}/s?src=11&timestamp=")
        status, _, article = get(address)
        assert status == 200
        assert "cgiDataNew" in article or "weui-msg__title" in article


def test_the_search_checks_visitors_without_cookie(stage: Stage) -> None:
    status, location, _ = search(stage, "青鹭出行", Cookie="")
    assert status == 302
    assert location.startswith("/antispider/")


def test_a_wrongly_signed_link_is_checked(stage: Stage) -> None:
    link = unescape(re.findall(r'href="(/link[^"]+)"', search(stage, "青鹭出行")[2])[0])
    status, location, _ = get(f"{stage.wechat_search_url}{link}&k=7&h=!", {"Cookie": "SNUID=x", "Referer": "x"})
    assert (status, location.startswith("/antispider/")) == (302, True)


def test_gone_articles_say_so(stage: Stage) -> None:
    gone = next(article for article in stage.scenario.articles if article.fate is Fate.DELETED)
    assert "已被发布者删除" in get(stage.search.address(gone))[2]


def test_a_temporary_link_runs_out(stage: Stage) -> None:
    article = next(article for article in stage.scenario.articles if article.fate is Fate.THERE)
    address = stage.search.address(article)
    stage.articles.now += timedelta(hours=7)
    assert "链接已过期" in get(address)[2]
    stage.articles.now = stage.scenario.now


def test_a_trouble_begins_late_ends_early_and_keeps_to_its_page() -> None:
    temper = Temper()
    temper.make(Trouble(fault=Fault.CAPTCHA, after=1, times=2, page=3))
    shown = [temper.fault_now(page) for page in (3, 1, 3, 3, 3)]
    assert shown == [None, None, Fault.CAPTCHA, Fault.CAPTCHA, None]


def test_two_stages_stand_side_by_side(stage: Stage) -> None:
    with Stage(stage.scenario) as other:
        assert other.weibo_url != stage.weibo_url
        assert weibo(other, "青鹭出行")[0] == 200


def test_a_stage_leaves_nothing_behind(stage: Stage) -> None:
    with Stage(stage.scenario) as other:
        url = other.weibo_url
    with pytest.raises(ConnectionRefusedError):
        get(f"{url}/weibo?q=x")
