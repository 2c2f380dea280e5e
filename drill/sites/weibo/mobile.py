"""The calls of m.weibo.cn."""

import json
import re
from collections.abc import Callable, Mapping
from urllib.parse import parse_qs

from aiohttp import web

from drill.scenario import Microblog
from drill.scenarios.regions import home_of
from drill.sites.trouble import Fault
from drill.sites.weibo import refusals
from drill.sites.weibo.ask import Ask, Json, Reply, Route
from drill.sites.weibo.comments import hot_flow_child, hotflow, old_comments
from drill.sites.weibo.hot import mobile_board
from drill.sites.weibo.index import ALL, newest
from drill.sites.weibo.mobile_mblog import card, mobile_post
from drill.sites.weibo.numbers import mid_of
from drill.sites.weibo.person import mobile_person
from drill.sites.weibo.register import Register
from drill.sites.weibo.shell import shell
from drill.sites.weibo.words import is_long, mobile_text

PAGE = 10
SEARCH_TOTAL = 1000
GUEST_TOTAL = 2000
TIMELINE = re.compile(r"107603(\d+)|230413(\d+)(?:_-_WEIBO_SECOND_PROFILE_WEIBO)?")
PROFILE = re.compile(r"100505(\d+)")
FACTS = re.compile(r"230283(\d+)_-_INFO")
CHANNELS = {"1": "综合", "61": "实时", "3": "用户", "60": "热门", "64": "视频", "63": "图片"}
DETAIL = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>微博正文 - 微博</title></head>
<body><div id="app"></div>
<script>
    var config = {{
        env: 'prod',
        st: '{st}',
        login: [{login}][0],
        uid: '{uid}'
    }};
    var $render_data = [{data}][0] || {{}};
</script></body></html>
"""
NOT_THERE = """<!DOCTYPE html><html><body>
<div class="h5-4box"><p class="h5-4con">微博不存在或暂无查看权限!</p></div></body></html>
"""


def routes(register: Register) -> Mapping[str, Route]:
    """What m.weibo.cn answers."""

    def home(_: Ask) -> web.Response:
        answer = web.Response(text=shell("微博"), content_type="text/html")
        for name, value in (("_T_WM", register.token("wm")[:11]), ("XSRF-TOKEN", register.token("xsrf")[:6])):
            answer.headers.add("Set-Cookie", f"{name}={value}; Path=/; Domain=.m.weibo.cn; Max-Age=7200")
        answer.headers.add("Set-Cookie", "MLOGIN=0; Path=/; Domain=.weibo.cn; Max-Age=3600")
        return answer

    def config(ask: Ask) -> Json:
        data: Json = {"login": ask.is_account, "st": register.token("st")[:6]}
        return {"preferQuickapp": 0, "data": data | ({"uid": str(ask.who.uid)} if ask.is_account else {}), "ok": 1}

    return {
        "/": home,
        "/api/config": config,
        "/api/container/getIndex": get_index,
        "/statuses/show": show,
        "/statuses/extend": extend,
        "/detail/{mid}": detail,
        "/status/{mid}": detail,
        "/comments/hotflow": hotflow,
        "/comments/hotFlowChild": hot_flow_child,
        "/api/comments/show": old_comments,
        "/api/statuses/repostTimeline": repost_timeline,
        "/api/attitudes/show": attitudes,
    }


def get_index(ask: Ask) -> Reply:
    """Every kind of list has its container."""
    container = ask.query.get("containerid", "")
    if container.startswith("100103"):
        return search(ask, container)
    if container.startswith("106003"):
        return mobile_board(ask)
    kinds: tuple[tuple[re.Pattern[str], Callable[[Ask, int], Json]], ...] = (
        (TIMELINE, timeline),
        (PROFILE, profile),
        (FACTS, facts),
    )
    for pattern, made in kinds:
        if match := pattern.fullmatch(container):
            return made(ask, int(next(group for group in match.groups() if group)))
    if not container and ask.query.get("type") == "uid":
        return profile(ask, ask.number("value"))
    return refusals.nothing_here()


def search(ask: Ask, container: str) -> Json:
    """Ten hits a page, a thousand at most; newest first, or with type=60 the most liked first."""
    asked = {name: values[0] for name, values in parse_qs(container.removeprefix("100103")).items()}
    query = asked.get("q", "")
    hits = ask.world.index.search(query, start=None, end=None, now=ask.now, sieve=ALL)
    found = newest(hits, SEARCH_TOTAL)
    if asked.get("type") == "60":
        found.sort(key=lambda post: post.reach.likes, reverse=True)
    rows = found[(ask.page - 1) * PAGE : ask.page * PAGE]
    if not rows or ask.fault is Fault.SOFT_BLOCK:
        return refusals.nothing_here()
    cards = [card(post, ask.now, inline=True) for post in rows]
    grouped: list[Json] = cards if ask.page % 2 else [{"card_type": 11, "show_type": 1, "card_group": cards}]
    more = ask.page * PAGE < len(found)
    channels = [
        {"id": key, "name": name, "containerid": f"100103type={key}&q={query}"} for key, name in CHANNELS.items()
    ]
    info = {
        "containerid": container,
        "title_top": f"-{query}",
        "total": len(found),
        "page_size": str(PAGE),
        "starttime": int(ask.now.timestamp()),
        "cardlist_head_cards": [{"head_type": 0, "channel_list": channels}],
        "page": ask.page + 1 if more else None,
    }
    return {"ok": 1, "data": {"cardlistInfo": info, "cards": grouped, "showAppTips": 1}}


def timeline(ask: Ask, uid: int) -> Json:
    """Ten posts of an account a page, by page or since_id; guests miss one in fourteen and the oldest."""
    posts = ask.world.timeline(uid, ask.now)
    total = len(posts)
    if not ask.is_account:
        posts = [post for post in posts if post.mid % 14][:GUEST_TOTAL]
    since = ask.number("since_id")
    if since:
        posts = [post for post in posts if post.mid < since and not post.pinned]
    first = 0 if since else (ask.page - 1) * PAGE
    rows = posts[first : first + PAGE]
    if not rows:
        return refusals.nothing_here()
    cards = [card(post, ask.now) for post in rows]
    if first == 0 and not since:
        cards[1:1] = _between(ask, uid)
    more = first + PAGE < len(posts)
    info: Json = {"containerid": f"107603{uid}", "v_p": 42, "show_style": 1, "total": total}
    info |= {"since_id": rows[-1].mid} if more else {}
    info["page"] = ask.page + 1 if more else None
    return {"ok": 1, "data": {"cardlistInfo": info, "cards": cards, "scheme": "", "showAppTips": 0}}


def profile(ask: Ask, uid: int) -> Json:
    """An account."""
    account = ask.world.accounts.get(uid)
    if account is None:
        return {"ok": 0, "msg": "这里还没有内容", "data": {}}
    tabs = [
        {"id": 1, "tabKey": "profile", "title": "主页", "tab_type": "profile", "containerid": f"230283{uid}"},
        {"id": 2, "tabKey": "weibo", "title": "微博", "tab_type": "weibo", "containerid": f"107603{uid}"},
    ]
    person = mobile_person(account, len(ask.world.timeline(uid, ask.now)))
    return {"ok": 1, "data": {"avatar_guide": [], "userInfo": person, "tabsInfo": {"selectedTab": 1, "tabs": tabs}}}


def facts(ask: Ask, uid: int) -> Json:
    """What an account says of itself, as rows."""
    account = ask.world.accounts.get(uid)
    if account is None:
        return refusals.nothing_here()
    rows = [("IP属地", home_of(uid).name), ("昵称", account.name), ("性别", "女" if uid % 2 else "男")]
    group = [{"card_type": 41, "item_name": name, "item_content": words} for name, words in rows]
    info = {"containerid": f"230283{uid}_-_INFO", "page": None}
    return {"ok": 1, "data": {"cardlistInfo": info, "cards": [{"card_type": 11, "card_group": group}]}}


def show(ask: Ask) -> Reply:
    """One post with its whole text."""
    post = _post(ask)
    return {"ok": 1, "data": {**mobile_post(post, ask.now, whole=True), "ok": 1}} if post else refusals.not_there()


def extend(ask: Ask) -> Reply:
    """The whole text and the counts."""
    post = _post(ask)
    if post is None:
        return refusals.not_there()
    shown = mobile_post(post, ask.now)
    counts = {name: shown[name] for name in ("reposts_count", "comments_count", "attitudes_count")}
    text = post.text_at(ask.now)
    long = mobile_text(text) if is_long(text) else shown["text"]
    return {"ok": 1, "data": {"ok": 1, "longTextContent": long, **counts}}


def detail(ask: Ask) -> str:
    """One post as a page, its data in a script."""
    post = ask.world.post(mid_of(ask.query.get("mid", "")), ask.now)
    if post is None or post.is_gone(ask.now):
        return NOT_THERE
    data = [{"status": mobile_post(post, ask.now, whole=True), "hotScheme": "", "call": 1}]
    written = json.dumps(data[0], ensure_ascii=False, indent=2).replace("</", "<\\/")
    page = DETAIL.format(st="d9f3a1", login=int(ask.is_account), uid=ask.who.uid or "", data=written)
    if ask.fault in {Fault.CHANGED_LAYOUT, Fault.CHANGED_PART}:
        return page.replace("$render_data", "$page_data")
    return page


def repost_timeline(ask: Ask) -> Json:
    """Direct reposts, ten a page."""
    post = _post(ask)
    rows = ask.world.reposts(post, ask.now) if post else []
    shown = rows[(ask.page - 1) * PAGE : ask.page * PAGE]
    if not shown:
        return {"ok": 0, "msg": "还没有人转发过"}
    data = [{**mobile_post(one, ask.now), "raw_text": one.text} for one in shown]
    return {"ok": 1, "data": {"data": data, "total_number": len(rows), "max": -(-len(rows) // PAGE)}}


def attitudes(ask: Ask) -> Json:
    """Who likes a post."""
    post = _post(ask)
    total = post.reach.after(ask.now - post.published_at).likes if post else 0
    people = list(ask.world.accounts.values())[: min(total, PAGE)]
    if not people:
        return {"ok": 0, "msg": "暂无数据"}
    data = [{"id": str(one.uid), "user": mobile_person(one, 1)} for one in people]
    return {"ok": 1, "data": {"data": data, "total_number": total}}


def _post(ask: Ask) -> Microblog | None:
    post = ask.world.post(mid_of(ask.query.get("id", "")), ask.now)
    return None if post is None or post.is_gone(ask.now) else post


def _between(ask: Ask, uid: int) -> list[Json]:
    """What stands in a timeline besides its posts: a paid one, and people to follow."""
    paid = next((post for post in ask.world.posts[:200] if post.account.uid != uid and post.is_there(ask.now)), None)
    advert = []
    if paid is not None:
        shown = card(paid, ask.now)
        shown["mblog"] |= {"isAd": True, "promotion": {"type": "ad"}, "ad_marked": True}
        advert = [shown]
    return [*advert, {"card_type": 11, "title": "相关用户", "card_group": [{"card_type": 10, "user": {"id": 1}}]}]
