"""One row for each way in which articles are found or read, and each state of it: what is recorded, what is told."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from domain.crawl import CrawlOutcome
from tests.crawlers.playing import Told, play

SEARCH_HOST, ARTICLE_HOST = "weixin.sogou.com", "mp.weixin.qq.com"
ALBUM = "album/MzA0MDAwMDAwMQ==/3141592653"
REST, PROBE = "已停止请求该站点两小时", "之后先试一次"


def played(folder: Path, steps: Sequence[Told]) -> list[Told]:
    """What each step recorded."""
    return play("articles_play", folder, steps)[0]


@dataclass(frozen=True, kw_only=True)
class Row:
    """A way in (`way`) and how it is (`state`); `before` are steps that lead up to it.

    `queue` is how many links are in which state afterwards, `pauses` the hosts that rest, `source` the place of the
    source that is told, with the outcome and how many new things it brought. `why` stands in the crawl's record, `cure`
    is what people are told to do. `requests` is the most that may be asked for.
    """

    way: str
    state: str
    step: Told
    before: tuple[Told, ...] = ()
    outcome: CrawlOutcome
    refusal: str = ""
    why: str
    queue: dict[str, int]
    posts: int = 0
    pauses: tuple[str, ...] = ()
    source: tuple[str, str, int]
    requests: int
    cure: str = ""
    kept: int = field(default=0)


def search(**more: Any) -> Told:
    """The search with three articles listed, one of them with a hostile title."""
    return {"spider": "wechat-articles", "hours": 48, "at": "search", "listed": ["there", "hostile", "video"], **more}


def fetch(*offer: str, **more: Any) -> Told:
    return {"spider": "wechat-fetch", "offer": list(offer), **more}


def album(**more: Any) -> Told:
    return {"spider": "wechat-albums", "offer": ["album"], **more}


def again(step: Told, after: int) -> Told:
    """The same crawl some minutes later, in what is left of the time before."""
    return {name: value for name, value in step.items() if name not in {"offer", "fault", "after_good"}} | {
        "fresh": False,
        "after": after,
    }


COMPLETE, EMPTY, REFUSED = CrawlOutcome.COMPLETE, CrawlOutcome.EMPTY, CrawlOutcome.REFUSED
CHANGED, FAILED, PARTIAL = CrawlOutcome.CHANGED_LAYOUT, CrawlOutcome.FAILED, CrawlOutcome.PARTIAL
SOURCE = "search/1"
CHECKED = search(fault="captcha", after_good=1)
READ_ONE = search(at="articles", fault="captcha", after_good=1)
BLOCKED_FETCH = fetch("there", "heir", fault="captcha", after_good=1)


def blocked_by(fault: str, refusal: str = "captcha", status: str = "状态码 200") -> Row:
    """Every form of the verification page: our state and never the article's."""
    return Row(
        way="article",
        state=f"blocked by {fault}",
        step=fetch("there", "heir", fault=fault),
        outcome=REFUSED,
        refusal=refusal,
        why=status,
        queue={"waiting": 2},
        pauses=(ARTICLE_HOST,),
        source=("fetch", "refused", 0),
        requests=1,
        cure=REST,
        kept=1,
    )


ROWS = (
    Row(
        way="search",
        state="works",
        step=search(),
        outcome=COMPLETE,
        why="全部读到",
        queue={"read": 3},
        posts=3,
        source=(SOURCE, "complete", 3),
        requests=8,
    ),
    Row(
        way="search",
        state="works in the class names of before 2022, by account and word",
        step=search(before_2022=True, papers=["江城早报"]),
        outcome=COMPLETE,
        why="读了 2 页",
        queue={"read": 3},
        posts=3,
        source=(SOURCE, "complete", 3),
        requests=9,
    ),
    Row(
        way="search",
        state="stale: a good page, nothing new",
        before=(search(),),
        step=again(search(), 20),
        outcome=COMPLETE,
        why="取得 3 条",
        queue={"read": 3},
        posts=3,
        source=(SOURCE, "complete", 3),
        requests=2,
    ),
    Row(
        way="search",
        state="blocked at the first jump; what the rows said is kept",
        step=CHECKED,
        outcome=REFUSED,
        refusal="captcha",
        why="转到 127.0.0.1",
        queue={"waiting": 3},
        pauses=(SEARCH_HOST,),
        source=(SOURCE, "refused", 3),
        requests=3,
        cure=REST,
        kept=1,
    ),
    Row(
        way="search",
        state="blocked an hour ago: nothing is asked",
        before=(CHECKED,),
        step=again(CHECKED, 60),
        outcome=REFUSED,
        refusal="captcha",
        why="2026年11月23日 16:30 前不再请求",
        queue={"waiting": 3},
        pauses=(SEARCH_HOST,),
        source=(SOURCE, "refused", 3),
        requests=0,
        cure=PROBE,
    ),
    Row(
        way="search",
        state="answers the probe after the rest",
        before=(CHECKED,),
        step=again(CHECKED, 121),
        outcome=COMPLETE,
        why="全部读到",
        queue={"read": 3},
        posts=3,
        source=(SOURCE, "complete", 3),
        requests=8,
    ),
    Row(
        way="search",
        state="limited",
        step=search(fault="rate_limit"),
        outcome=REFUSED,
        refusal="rate_limit",
        why="状态码 503",
        queue={},
        pauses=(SEARCH_HOST,),
        source=(SOURCE, "refused", 0),
        requests=2,
        cure="wechat.delay",
        kept=1,
    ),
    Row(
        way="search",
        state="unauthorised",
        step=search(fault="forbidden"),
        outcome=REFUSED,
        refusal="forbidden",
        why="状态码 403",
        queue={},
        pauses=(SEARCH_HOST,),
        source=(SOURCE, "refused", 0),
        requests=2,
        cure="换一个网络出口",
        kept=1,
    ),
    Row(
        way="search",
        state="changed",
        step=search(fault="changed_layout"),
        outcome=CHANGED,
        refusal="changed_layout",
        why="找不到结果列表",
        queue={},
        source=(SOURCE, "changed_layout", 0),
        requests=2,
        cure="联系维护人员",
        kept=1,
    ),
    Row(
        way="search",
        state="jumps to another host",
        step=search(listed=["there"], fault="to_article_elsewhere"),
        outcome=CHANGED,
        refusal="changed_layout",
        why="跳转到了别的站点",
        queue={"waiting": 1},
        source=(SOURCE, "changed_layout", 1),
        requests=3,
        cure="联系维护人员",
        kept=1,
    ),
    Row(
        way="search",
        state="works while the articles are blocked",
        step=READ_ONE,
        outcome=REFUSED,
        refusal="captcha",
        why="其余照常采集",
        queue={"read": 1, "waiting": 2},
        posts=1,
        pauses=(ARTICLE_HOST,),
        source=(SOURCE, "refused", 3),
        requests=8,
        cure="排队的文章不会丢",
        kept=1,
    ),
    Row(
        way="search",
        state="reads what waited once the articles answer again",
        before=(READ_ONE, again(READ_ONE, 60)),
        step=again(READ_ONE, 135),
        outcome=COMPLETE,
        why="文章读了 2 篇，取得 3 条",
        queue={"read": 3},
        posts=3,
        source=(SOURCE, "complete", 3),
        requests=6,
    ),
    Row(
        way="album",
        state="works",
        step=album(),
        outcome=COMPLETE,
        why="专辑目录 25 项",
        queue={"waiting": 25},
        source=(ALBUM, "complete", 25),
        requests=2,
    ),
    Row(
        way="album",
        state="stale: a good page, nothing new",
        before=(album(),),
        step=again(album(), 60),
        outcome=COMPLETE,
        why="专辑目录 20 项",
        queue={"waiting": 25},
        source=(ALBUM, "complete", 25),
        requests=1,
    ),
    Row(
        way="album",
        state="blocked",
        step=album(fault="captcha"),
        outcome=REFUSED,
        refusal="captcha",
        why="要求人工验证",
        queue={},
        pauses=(ARTICLE_HOST,),
        source=(ALBUM, "refused", 0),
        requests=1,
        cure=REST,
        kept=1,
    ),
    Row(
        way="album",
        state="unauthorised",
        step=album(fault="forbidden"),
        outcome=REFUSED,
        refusal="forbidden",
        why="状态码 403",
        queue={},
        pauses=(ARTICLE_HOST,),
        source=(ALBUM, "refused", 0),
        requests=1,
        cure="换一个网络出口",
        kept=1,
    ),
    Row(
        way="album",
        state="changed",
        step=album(fault="changed_layout"),
        outcome=CHANGED,
        refusal="changed_layout",
        why="article_list",
        queue={},
        source=(ALBUM, "changed_layout", 0),
        requests=1,
        cure="联系维护人员",
        kept=1,
    ),
    Row(
        way="link list",
        state="works; one article under three names is one post",
        step=fetch("there", "there/2", "there/long", "青鹭的文章 there", "https://evil.example/s/1"),
        outcome=COMPLETE,
        why="全部读到",
        queue={"read": 3},
        posts=1,
        source=("links/file", "", 3),
        requests=3,
    ),
    Row(
        way="article",
        state="works for every kind, old layouts, reposts, and titles with markup",
        step=fetch("video", "audio", "pictures", "text", "share", "brief", "old", "repost", "hostile", "moved"),
        outcome=COMPLETE,
        why="文章读了 10 篇",
        queue={"read": 10},
        posts=10,
        source=("fetch", "complete", 10),
        requests=11,
    ),
    Row(
        way="article",
        state="gone in every way in which articles go",
        step=fetch("deleted", "removed", "complained", "private", "rumour", "blocked"),
        outcome=COMPLETE,
        why="6 篇已删除或下架",
        queue={"gone": 6},
        source=("fetch", "complete", 0),
        requests=6,
    ),
    Row(
        way="article",
        state="not to be seen now, or never: a wrong number",
        step=fetch("not_now", "review", f"https://mp.weixin.qq.com/s/{'0' * 21}A"),
        outcome=PARTIAL,
        why="3 篇未读",
        queue={"waiting": 2, "refused": 1},
        source=("fetch", "partial", 0),
        requests=3,
    ),
    blocked_by("captcha", status="wappoc_appmsgcaptcha"),
    blocked_by("empty_shell"),
    blocked_by("verify_words"),
    blocked_by("old_verify"),
    blocked_by("too_many", "rate_limit", "状态码 429"),
    blocked_by("forbidden", "forbidden", "状态码 403"),
    Row(
        way="article",
        state="blocked an hour ago: nothing is asked",
        before=(BLOCKED_FETCH,),
        step={**again(BLOCKED_FETCH, 60), "offer": ["old"]},
        outcome=REFUSED,
        refusal="captcha",
        why="前不再请求",
        queue={"read": 1, "waiting": 2},
        posts=1,
        pauses=(ARTICLE_HOST,),
        source=("fetch", "refused", 1),
        requests=0,
        cure=PROBE,
    ),
    Row(
        way="article",
        state="one probe after the rest, blocked again",
        before=(BLOCKED_FETCH,),
        step={**again(BLOCKED_FETCH, 135), "offer": ["old", "video"], "fault": "captcha"},
        outcome=REFUSED,
        refusal="captcha",
        why="要求人工验证",
        queue={"read": 1, "waiting": 3},
        posts=1,
        pauses=(ARTICLE_HOST,),
        source=("fetch", "refused", 1),
        requests=1,
        cure=REST,
        kept=1,
    ),
    Row(
        way="article",
        state="behind temporary links that are over",
        before=(READ_ONE,),
        step={"spider": "wechat-fetch", "fresh": False, "after": 420},
        outcome=PARTIAL,
        why="2 篇未读",
        queue={"read": 1, "waiting": 2},
        posts=1,
        source=("fetch", "partial", 1),
        requests=2,
    ),
    Row(
        way="search",
        state="gives fresh links for those that were over",
        before=(READ_ONE, {"spider": "wechat-fetch", "fresh": False, "after": 420}),
        step=again(READ_ONE, 430),
        outcome=COMPLETE,
        why="文章读了 2 篇，取得 3 条",
        queue={"read": 3},
        posts=3,
        source=(SOURCE, "complete", 3),
        requests=6,
    ),
    Row(
        way="article",
        state="changed",
        step=fetch("there", "heir", fault="changed_layout"),
        outcome=CHANGED,
        refusal="changed_layout",
        why="没有 biz",
        queue={"waiting": 2},
        source=("fetch", "changed_layout", 0),
        requests=2,
        cure="联系维护人员",
        kept=2,
    ),
    Row(
        way="article",
        state="20 MB of HTML",
        step=fetch("there", fault="too_large"),
        outcome=CHANGED,
        refusal="changed_layout",
        why="页面过大",
        queue={"waiting": 1},
        source=("fetch", "changed_layout", 0),
        requests=1,
        cure="联系维护人员",
        kept=1,
    ),
    Row(
        way="article",
        state="sent elsewhere",
        step=fetch("there", "heir", fault="to_elsewhere"),
        outcome=REFUSED,
        refusal="elsewhere",
        why="weixin.qq.com",
        queue={"waiting": 2},
        source=("fetch", "refused", 0),
        requests=1,
        cure="联系维护人员",
        kept=1,
    ),
    Row(
        way="article",
        state="server down",
        step=fetch("there", "heir", "old", "video", fault="server_error"),
        outcome=FAILED,
        refusal="server_error",
        why="服务器出错",
        queue={"waiting": 4},
        source=("fetch", "failed", 0),
        requests=8,
        cure="下一轮会自动重试",
        kept=3,
    ),
)
