"""The calls of weibo.com."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from heapq import nlargest

from aiohttp import web

from domain.day import CHINA
from drill.scenario import Account, Microblog
from drill.scenarios.regions import home_of
from drill.sites.weibo import hot, refusals
from drill.sites.weibo.ask import Ask, Json, Reply, Route
from drill.sites.weibo.comments import build_comments
from drill.sites.weibo.mblog import long_text, web_post
from drill.sites.weibo.numbers import mid_of
from drill.sites.weibo.person import verified_type, web_profile
from drill.sites.weibo.register import Register
from drill.sites.weibo.shell import shell

PAGE = 20
SEARCH_PAGES = 60
XSRF = "XSRF-TOKEN={}; Path=/; Domain=weibo.com; Max-Age=7200; Secure"
NO_USER = {"ok": 0, "msg": "用户不存在"}
TABS = {"home": "精选", "feed": "微博", "newVideo": "视频", "album": "相册"}


def routes(register: Register) -> Mapping[str, Route]:
    """What weibo.com answers."""

    def home(_: Ask) -> web.Response:
        answer = web.Response(text=shell("微博 – 随时随地发现新鲜事"), content_type="text/html")
        answer.headers.add("Set-Cookie", XSRF.format(register.token("xsrf")[:24]))
        return answer

    return {
        "/": home,
        "/login.php": lambda _: shell("登录 – 微博"),
        "/sorry": lambda _: shell("404错误"),
        "/ajax/side/hotSearch": hot.hot_search,
        "/ajax/statuses/hot_band": hot.hot_band,
        "/ajax/side/search": hot.suggestions,
        "/ajax/search/all": lambda _: refusals.json_answer({"ok": 0, "message": "地址不存在"}, status=404),
        "/ajax/feed/hottimeline": hot_timeline,
        "/ajax/profile/info": profile_info,
        "/ajax/profile/detail": profile_detail,
        "/ajax/profile/getWaterFallContent": waterfall,
        "/ajax/profile/searchblog": search_profile,
        "/ajax/statuses/show": show,
        "/ajax/statuses/longtext": longtext,
        "/ajax/statuses/buildComments": build_comments,
        "/ajax/statuses/likeShow": like_show,
        "/ajax/statuses/mymblog": mymblog,
        "/ajax/statuses/searchProfile": search_profile,
        "/ajax/statuses/repostTimeline": repost_timeline,
    }


def show(ask: Ask) -> Reply:
    """One post, bare, with `ok` among its fields."""
    post = _post(ask)
    if post is None:
        return refusals.not_there()
    return {**web_post(post, ask.now, whole=ask.query.get("isGetLongText") == "true"), "ok": 1}


def longtext(ask: Ask) -> Reply:
    """The whole text; empty data where there is no more of it."""
    post = _post(ask)
    return {"ok": 1, "data": long_text(post, ask.now)} if post else refusals.not_there()


def like_show(ask: Ask) -> Reply:
    """Who likes a post, ten a page."""
    post = _post(ask)
    if post is None:
        return refusals.not_there()
    total = post.reach.after(ask.now - post.published_at).likes
    people = list(ask.world.accounts.values())
    first = (ask.page - 1) * 10
    rows = [people[(post.mid + number) % len(people)] for number in range(first, min(first + 10, total))]
    return {"ok": 1, "data": [{"id": post.mid, "user": web_profile(one, 1)} for one in rows], "total_number": total}


def repost_timeline(ask: Ask) -> Reply:
    """Direct reposts, newest first; the number has to be the long one."""
    post = ask.world.post(ask.number("id"), ask.now)
    if post is None or post.is_gone(ask.now):
        return refusals.not_there()
    count = min(20, max(1, ask.number("count", 10)))
    rows = ask.world.reposts(post, ask.now)
    data = [web_post(one, ask.now) for one in rows[(ask.page - 1) * count : ask.page * count]]
    total = post.reach.after(ask.now - post.published_at).reposts
    pages = -(-len(rows) // count)
    return {"ok": 1, "data": data, "total_number": max(total, len(rows)), "max_page": pages, "next_cursor": 0}


def mymblog(ask: Ask) -> Json:
    """Twenty posts of an account a page, the pinned one first; a liked post and an ad stand on the first page."""
    posts = ask.world.timeline(ask.number("uid"), ask.now)
    rows = [_listed(post, ask.now) for post in posts[(ask.page - 1) * PAGE : ask.page * PAGE]]
    if ask.page == 1 and rows:
        rows += _strangers(ask)
    shown = posts[(ask.page - 1) * PAGE : ask.page * PAGE]
    more = ask.page * PAGE < len(posts)
    since = f"{shown[-1].mid}kp{ask.page + 1}" if shown and more else ""
    data = {
        "since_id": since,
        "list": rows,
        "status_visible": 0,
        "bottom_tips_visible": False,
        "bottom_tips_text": "",
        "topicList": [],
        "total": len(posts),
    }
    return {"ok": 1, "data": data}


def waterfall(ask: Ask) -> Json:
    """Selected posts of an account: what it posted itself and what moved people, not all of it."""
    posts = [post for post in ask.world.timeline(ask.number("uid"), ask.now) if post.original is None]
    chosen = [post for post in posts if post.mid % 3 or post.video]
    cursor = ask.number("cursor")
    rest = [post for post in sorted(chosen, key=lambda one: one.mid, reverse=True) if not cursor or post.mid < cursor]
    rows = rest[:PAGE]
    data = {
        "list": [web_post(post, ask.now) for post in rows],
        "next_cursor": rows[-1].mid if len(rest) > PAGE else -1,
    }
    return {"ok": 1, "data": data}


def search_profile(ask: Ask) -> Json:
    """Posts of an account between two seconds, or with a word; at most sixty pages of twenty."""
    start, end = ask.number("starttime"), ask.number("endtime", 1 << 40)
    word = ask.query.get("q", "")
    posts = [
        post
        for post in sorted(ask.world.timeline(ask.number("uid"), ask.now), key=lambda one: one.mid, reverse=True)
        if start <= post.published_at.timestamp() < end and word in post.words()
    ]
    rows = posts[(ask.page - 1) * PAGE : ask.page * PAGE] if ask.page <= SEARCH_PAGES else []
    total: int | str = str(len(posts)) if rows else 0
    data = {"list": [web_post(post, ask.now) for post in rows], "total": total, "absstr": ""}
    return {"ok": 1, "data": data}


def hot_timeline(ask: Ask) -> Json:
    """Ten posts that many like."""
    recent = ask.world.index.between(ask.now - timedelta(hours=6), ask.now)
    there = (post for post in recent if post.is_there(ask.now))
    loudest = nlargest(10, there, key=lambda one: one.reach.likes)
    return {"ok": 1, "statuses": [web_post(post, ask.now) for post in loudest], "max_id": 0, "total_number": 10}


def profile_info(ask: Ask) -> Reply:
    """An account by number or name."""
    account = _account(ask)
    if account is None:
        return refusals.json_answer(NO_USER)
    tabs = [{"name": name, "tabName": shown} for name, shown in TABS.items()]
    statuses = len(ask.world.timeline(account.uid, ask.now))
    return {"ok": 1, "data": {"user": web_profile(account, statuses), "tabList": tabs, "blockText": ""}}


def profile_detail(ask: Ask) -> Reply:
    """The rest of what an account says of itself."""
    account = _account(ask)
    if account is None:
        return refusals.json_answer(NO_USER)
    since = datetime.fromtimestamp(1_262_304_000 + account.uid % 400_000_000, UTC).astimezone(CHINA)
    data = {
        "birthday": "",
        "created_at": f"{since:%Y-%m-%d %H:%M:%S}",
        "description": "",
        "gender": "f" if account.uid % 2 else "m",
        "location": home_of(account.uid).name,
        "ip_location": f"IP属地：{home_of(account.uid).name}",
        "sunshine_credit": {"level": "信用较好"},
        "followers": {"total_number": 0, "users": []},
        **({"desc_text": "微博认证"} if verified_type(account) >= 0 else {}),
    }
    return {"ok": 1, "data": data}


def _post(ask: Ask) -> Microblog | None:
    """The post asked for; None where it is unknown or gone."""
    post = ask.world.post(mid_of(ask.query.get("id", "")), ask.now)
    return None if post is None or post.is_gone(ask.now) else post


def _account(ask: Ask) -> Account | None:
    if name := ask.query.get("screen_name") or ask.query.get("custom"):
        return ask.world.names.get(name)
    return ask.world.accounts.get(ask.number("uid"))


def _listed(post: Microblog, now: datetime) -> Json:
    """A post of a timeline; the pinned one says so."""
    pinned = {"isTop": 1, "title": {"text": "置顶", "base_color": 1}} if post.pinned else {}
    return {**web_post(post, now), **pinned}


def _strangers(ask: Ask) -> list[Json]:
    """Posts of others in a timeline: one that the account has liked, one that is paid for."""
    uid = ask.number("uid")
    others = [post for post in ask.world.posts[:200] if post.account.uid != uid and post.is_there(ask.now)][:2]
    marks: list[Json] = [
        {"title": {"text": "他赞过的微博", "base_color": 1}},
        {"isAd": True, "promotion": {"type": "ad"}, "mblogtype": 1},
    ]
    return [{**web_post(post, ask.now), **mark} for post, mark in zip(others, marks, strict=False)]
