"""An article page of mp.weixin.qq.com of any kind, from 2017 to today, or what stands in its place."""

from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawlers.pages.tree import first, found, text_of, tree_of
from crawlers.pages.unreadable import UnreadablePage
from crawlers.pages.wechat_body import body_text
from crawlers.pages.wechat_identity import identity_of, origin_of
from crawlers.pages.wechat_scripts import first_of, object_facts, unescaped, variable_facts
from crawlers.pages.wechat_state import ArticleState, NoArticle, read_state
from domain.day import CHINA
from domain.post import Author, Channel, Post, PostKind, Reading

CONTENT = "//*[@id='js_content']"
SCRIPTS = "//script[not(ancestor::*[@id='js_content'])]"
RUMOUR = "/mp/rumor"
LARGEST = 8 * 1024 * 1024
"""Bytes of a page; real ones have up to 3 million with all their scripts."""


def read_article(body: bytes, url: str, collected_at: datetime) -> Post | NoArticle:
    """The article, or what the page tells in its place.

    Identity is (biz, mid, idx), since a page reached through a temporary link has nothing else; `url`, where it was
    fetched, is kept where the page tells no lasting link, and such a link dies within hours. Raises UnreadablePage with
    the missing fact's name, or where the page is larger than 8 MB.
    """
    if len(body) > LARGEST:
        raise UnreadablePage("html", f"页面有 {len(body) // 1_000_000} MB，不像一篇文章")
    tree = tree_of(body)
    page = _scripts(tree)
    facts, content = object_facts(page), first(tree, CONTENT)
    if not facts and content is None:
        return _in_its_place(tree, page, url)
    variables = variable_facts(page)
    identity = identity_of(facts, variables, tree)
    title, origin = _title(facts, variables, tree), origin_of(facts, variables, tree)
    return Post(
        channel=Channel.WECHAT,
        native_id=identity.native,
        kind=PostKind.ARTICLE,
        title=title,
        text=body_text(facts, variables, content, tree) or title,
        published_at=_time(facts, variables),
        collected_at=collected_at,
        url=identity.url or url,
        root_id=origin,
        author=Author(key=identity.biz, name=_account(facts, variables)),
        region=first_of(facts, "ip_wording.province_name", "ip_wording.country_name"),
        source="转载" if origin else None,
        reading=_reading(facts, collected_at),
        aliases=identity.aliases,
    )


def _scripts(tree: HtmlElement) -> str:
    """The page's own scripts: what an article shows of such code, or tries to smuggle in, tells nothing of it."""
    return "\n".join(script.text or "" for script in found(tree, SCRIPTS))


def _in_its_place(tree: HtmlElement, page: str, url: str) -> NoArticle:
    if urlsplit(url).path.startswith(RUMOUR):
        return NoArticle(state=ArticleState.RUMOUR, words=ArticleState.RUMOUR.shown)
    moved_to = variable_facts(page).get("transferTargetLink") or None
    return read_state(tree, moved_to)


def _needed(name: str, *values: str | None) -> str:
    for value in values:
        if value:
            return value
    raise UnreadablePage(f"cgiDataNew.{name} | var {name}", f"页面里没有 {name}")


def _title(facts: Mapping[str, str], variables: Mapping[str, str], tree: HtmlElement) -> str:
    shown = first(tree, "//*[@id='activity-name']")
    meta = first(tree, "//meta[@property='og:title']")
    return unescaped(
        _needed(
            "title",
            first_of(facts, "title"),
            first_of(variables, "msg_title", "title"),
            text_of(shown) if shown is not None else None,
            meta.get("content") if meta is not None else None,
        )
    ).strip()


def _time(facts: Mapping[str, str], variables: Mapping[str, str]) -> datetime:
    epoch = first_of(facts, "create_timestamp", "ori_create_time", "ori_send_time") or first_of(
        variables, "ct", "create_time", "ori_send_time"
    )
    if epoch and epoch.isdecimal() and len(epoch) < 12:
        return datetime.fromtimestamp(int(epoch), UTC)
    written = _needed("create_time", first_of(facts, "create_time"), epoch)
    try:
        return datetime.strptime(written, "%Y-%m-%d %H:%M").replace(tzinfo=CHINA).astimezone(UTC)
    except ValueError:
        raise UnreadablePage("cgiDataNew.create_time", f"不认识的时间：{written[:30]!r}") from None


def _account(facts: Mapping[str, str], variables: Mapping[str, str]) -> str | None:
    name = first_of(facts, "nick_name") or first_of(variables, "nickname", "nick_name")
    return unescaped(name) if name else None


def _reading(facts: Mapping[str, str], at: datetime) -> Reading | None:
    """The number of shown comments, the only count without a log-in; where it is missing nothing is known."""
    shown = first_of(facts, "rt_biz_info.elected_comment_total_cnt")
    return Reading(read_at=at, comments=int(shown)) if shown and shown.isdecimal() and len(shown) < 10 else None
