"""The kinds of saved answers of Weibo."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from crawlers.pages import (
    weibo_comments,
    weibo_hot,
    weibo_mobile_search,
    weibo_profile,
    weibo_reposts,
    weibo_single,
    weibo_timeline,
)
from crawlers.pages.saved import Given, Kind, Saved, of_needed
from crawlers.pages.weibo_comments import CommentPage
from crawlers.pages.weibo_emoticons import read_emoticons
from crawlers.pages.weibo_gate import weibo_refusal
from crawlers.pages.weibo_hot import HotPage
from crawlers.pages.weibo_json_gate import json_refusal
from crawlers.pages.weibo_mblog import Mblog, read_mblog
from crawlers.pages.weibo_rows import BlogPage
from crawlers.pages.weibo_search import read_search
from crawlers.pages.weibo_shape import loaded
from domain.absence import Gone
from domain.profile import Profile

WEB = "https://weibo.com/ajax"
MOBILE = "https://m.weibo.cn"
SEARCH = "https://s.weibo.com"


@dataclass(frozen=True, kw_only=True)
class Emoticon:
    """One name out of the site's table."""

    emoticon: str


def _search(saved: Saved) -> Given:
    page = read_search(saved.body, saved.at)
    notes = ["平台说没有相关结果"] if page.nothing else [f"页码列表共 {page.pages} 页"]
    return Given(lines=page.posts, unreadable=page.unreadable, notes=tuple(notes))


def _blogs(read: Callable[[bytes, datetime], BlogPage]) -> Callable[[Saved], Given]:
    def given(saved: Saved) -> Given:
        page = read(saved.body, saved.at)
        told = (
            (page.nothing, "平台说这里没有内容"),
            (page.ads, f"略去广告 {page.ads} 条"),
            (page.liked, f"略去只是赞过的 {page.liked} 条"),
            (page.gone, f"已删除或看不到的 {len(page.gone)} 条"),
            (page.total is not None, f"平台说共 {page.total} 条"),
            (page.next, f"下一页：{page.next}"),
            (page.notice, f"平台提示：{page.notice}"),
        )
        return Given(lines=page.posts, unreadable=page.unreadable, notes=tuple(note for said, note in told if said))

    return given


def _comments(read: Callable[..., CommentPage]) -> Callable[[Saved], Given]:
    def given(saved: Saved) -> Given:
        page = read(saved.body, saved.at, root_id=saved.of)
        told = (
            (page.nothing, "平台说这里没有内容"),
            (page.total is not None, f"平台说共 {page.total} 条"),
            (page.unfolded, f"{len(page.unfolded)} 条评论还有没列出的回复"),
            (page.next_max_id, f"下一页：max_id={page.next_max_id} max_id_type={page.max_id_type}"),
            (page.notice, f"平台提示：{page.notice}"),
        )
        return Given(lines=page.posts, unreadable=page.unreadable, notes=tuple(note for said, note in told if said))

    return given


def _post(read: Callable[[bytes, datetime], Mblog | Gone]) -> Callable[[Saved], Given]:
    def given(saved: Saved) -> Given:
        found = read(saved.body, saved.at)
        if isinstance(found, Gone):
            return Given(state=f"{found.why.shown}（帖文 {found.native_id or '未知'}）")
        told = (
            (found.post.cut, "正文可能不全，需另取全文"),
            (found.edits, f"编辑过 {found.edits} 次"),
            (found.restricted, "不是公开可见"),
            (found.at_least, "有的计数只是下限"),
        )
        return Given(lines=(found.post,), notes=tuple(note for said, note in told if said))

    return given


def _hot(read: Callable[[bytes, datetime], HotPage]) -> Callable[[Saved], Given]:
    def given(saved: Saved) -> Given:
        page = read(saved.body, saved.at)
        notes = (f"略去广告 {page.ads} 条",) if page.ads else ()
        return Given(lines=page.entries, unreadable=page.unreadable, notes=notes)

    return given


def _profile(read: Callable[[bytes, datetime], Profile]) -> Callable[[Saved], Given]:
    return lambda saved: Given(lines=(read(saved.body, saved.at),))


def _detail(saved: Saved) -> Given:
    key = of_needed(saved, "是哪个账号")
    return Given(lines=(weibo_profile.read_profile_detail(saved.body, saved.at, key=key),))


def _emoticons(saved: Saved) -> Given:
    return Given(lines=tuple(Emoticon(emoticon=name) for name in read_emoticons(saved.body)))


def _page(shown: str, path: str, read: Callable[[Saved], Given]) -> Kind:
    return Kind(shown=shown, url=f"{SEARCH}{path}", refusal=weibo_refusal, read=read)


def _json(shown: str, url: str, read: Callable[[Saved], Given]) -> Kind:
    return Kind(shown=shown, url=url, refusal=json_refusal, read=read)


CONTAINER = f"{MOBILE}/api/container/getIndex"
WEIBO = {
    "search": _page("关键词搜索结果页", "/weibo", _search),
    "top-summary": _page("热搜榜页面", "/top/summary", _hot(weibo_hot.read_top_summary)),
    "timeline": _json("账号微博", f"{WEB}/statuses/mymblog", _blogs(weibo_timeline.read_timeline)),
    "waterfall": _json("账号精选微博", f"{WEB}/profile/getWaterFallContent", _blogs(weibo_timeline.read_waterfall)),
    "reposts": _json("转发列表", f"{WEB}/statuses/repostTimeline", _blogs(weibo_reposts.read_reposts)),
    "comments": _json("评论和楼中楼", f"{WEB}/statuses/buildComments", _comments(weibo_comments.read_comments)),
    "show": _json("单条微博", f"{WEB}/statuses/show", _post(weibo_single.read_show)),
    "mblog": _json("列表里的一条微博", f"{WEB}/statuses", _post(lambda body, at: read_mblog(loaded(body), at))),
    "longtext": _json(
        "微博全文", f"{WEB}/statuses/longtext", lambda saved: Given(lines=(weibo_single.read_longtext(saved.body),))
    ),
    "hot-search": _json("热搜", f"{WEB}/side/hotSearch", _hot(weibo_hot.read_hot_search)),
    "hot-band": _json("热搜榜", f"{WEB}/statuses/hot_band", _hot(weibo_hot.read_hot_band)),
    "profile": _json("账号资料", f"{WEB}/profile/info", _profile(weibo_profile.read_profile)),
    "profile-detail": _json("账号详细资料", f"{WEB}/profile/detail", _detail),
    "emoticons": _json("表情表", f"{WEB}/statuses/config", _emoticons),
    "m-search": _json("手机版搜索", CONTAINER, _blogs(weibo_mobile_search.read_mobile_search)),
    "m-timeline": _json("手机版账号微博", CONTAINER, _blogs(weibo_timeline.read_mobile_timeline)),
    "m-hot": _json("手机版热搜榜", CONTAINER, _hot(weibo_hot.read_mobile_hot)),
    "m-profile": _json("手机版账号资料", CONTAINER, _profile(weibo_profile.read_mobile_profile)),
    "m-info": _json("手机版账号详细资料", CONTAINER, _profile(weibo_profile.read_mobile_info)),
    "m-show": _json("手机版单条微博", f"{MOBILE}/statuses/show", _post(weibo_single.read_mobile_show)),
    "m-detail": Kind(
        shown="手机版微博正文页",
        url=f"{MOBILE}/detail/0",
        refusal=weibo_refusal,
        read=_post(weibo_single.read_detail),
    ),
    "m-extend": _json(
        "手机版微博全文",
        f"{MOBILE}/statuses/extend",
        lambda saved: Given(lines=(weibo_single.read_extend(saved.body, saved.at),)),
    ),
    "m-comments": _json("手机版评论", f"{MOBILE}/comments/hotflow", _comments(weibo_comments.read_mobile_comments)),
    "m-replies": _json(
        "手机版楼中楼", f"{MOBILE}/comments/hotFlowChild", _comments(weibo_comments.read_mobile_replies)
    ),
    "m-old-comments": _json(
        "手机版旧评论接口", f"{MOBILE}/api/comments/show", _comments(weibo_comments.read_old_mobile_comments)
    ),
    "m-reposts": _json(
        "手机版转发列表", f"{MOBILE}/api/statuses/repostTimeline", _blogs(weibo_reposts.read_mobile_reposts)
    ),
}
