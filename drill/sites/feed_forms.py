"""What bridges write, form by form: the same articles, each with the oddities of its tool."""

import hashlib
import json
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, timedelta, timezone
from email.utils import format_datetime
from html import escape
from typing import Any

from drill.scenario import Article

CHINA = timezone(timedelta(hours=8))
CONTENT = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
Form = Callable[[Sequence[Article], Callable[[Article], str]], str]


def short_link(article: Article) -> str:
    """The short link of an article: 22 letters of a 128-bit value."""
    digest = hashlib.md5(f"{article.biz}:{article.mid}:{article.idx}".encode(), usedforsecurity=False).digest()
    return f"https://mp.weixin.qq.com/s/{urlsafe_b64encode(digest).decode()[:22]}"


def long_link(article: Article) -> str:
    """The long link, escaped twice as a tool writes it."""
    asked = f"__biz={article.biz}&amp;mid={article.mid}&amp;idx={article.idx}&amp;sn={'0' * 32}&amp;scene=0"
    return f"http://mp.weixin.qq.com/s?{asked}#rd"


def whole_text(article: Article) -> str:
    """The body as HTML."""
    return "".join(f"<p>{escape(paragraph)}</p>" for paragraph in article.paragraphs)


def _rss(rows: Sequence[str], title: str = "全部") -> str:
    head = f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" {CONTENT}><channel><title>{title}</title>'
    return f"{head}{''.join(rows)}</channel></rss>"


def _wewe_rss(articles: Sequence[Article], body: Callable[[Article], str]) -> str:
    return _rss(
        [
            f"<item><title><![CDATA[{one.title}]]></title><link>{short_link(one)}</link><guid>{short_link(one)}</guid>"
            f"<pubDate>{format_datetime(one.published_at.astimezone(UTC), usegmt=True)}</pubDate>"
            f"<author><![CDATA[{one.account}]]></author><content:encoded><![CDATA[{body(one)}]]></content:encoded></item>"
            for one in articles
        ]
    )


def _wewe_json(articles: Sequence[Article], body: Callable[[Article], str]) -> str:
    items = [
        {
            "id": short_link(one).rpartition("/")[2],
            "url": short_link(one),
            "title": one.title,
            "content_html": body(one),
            "date_modified": one.published_at.astimezone(UTC).isoformat(),
            "author": {"name": one.account},
        }
        for one in articles
    ]
    return _json({"version": "https://jsonfeed.org/version/1", "title": "全部", "items": items})


def _we_mp_rss(articles: Sequence[Article], body: Callable[[Article], str]) -> str:
    """Times without a zone, a CDATA section that was escaped, a plain author."""
    return _rss(
        [
            f"<item><id>{one.mid}_{one.idx}</id><title>{escape(one.title)}</title><link>{short_link(one)}</link>"
            f"<pubDate>{one.published_at.astimezone(CHINA):%a, %d %b %Y %H:%M:%S}</pubDate>"
            f"<author>{one.account}</author>"
            f"<content:encoded>{escape(f'<![CDATA[{body(one)}]]>')}</content:encoded></item>"
            for one in articles
        ]
    )


def _we_mp_atom(articles: Sequence[Article], body: Callable[[Article], str]) -> str:
    """No valid Atom: times of RFC 822 and an author that is mere text."""
    entries = "".join(
        f"<entry><title>{escape(one.title)}</title><link>{short_link(one)}</link>"
        f"<updated>{format_datetime(one.published_at.astimezone(CHINA))}</updated><author>{one.account}</author>"
        f"<content>{escape(body(one))}</content></entry>"
        for one in articles
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>全部</title>{entries}</feed>'


def _we_mp_json(articles: Sequence[Article], body: Callable[[Article], str]) -> str:
    items = [
        {
            "id": f"{one.mid}_{one.idx}",
            "title": one.title,
            "description": one.paragraphs[0][:40],
            "link": short_link(one),
            "updated": one.published_at.astimezone(CHINA).strftime("%Y-%m-%dT%H:%M:%S"),
            "content": body(one),
            "channel_name": one.account,
        }
        for one in articles
    ]
    return _json({"name": "全部", "link": "", "description": "", "language": "zh-CN", "cover": "", "items": items})


def _download_api(articles: Sequence[Article], body: Callable[[Article], str]) -> str:
    """No text at all, short links whose underscores became tildes."""
    rows = [
        {
            "id": one.mid,
            "fakeid": one.biz,
            "nickname": one.account,
            "title": one.title,
            "digest": one.paragraphs[0][:40],
            "publish_time": int(one.published_at.timestamp()),
            "link": short_link(one).replace("_", "~"),
            "content_fetched": False,
        }
        for one in articles
    ]
    return _json({"articles": rows, "next_since": 0})


def _wechat2rss(articles: Sequence[Article], body: Callable[[Article], str]) -> str:
    """Long links that open for nobody, the whole text inside."""
    return _rss(
        [
            f"<item><title>{escape(one.title)}</title><link>{escape(long_link(one))}</link>"
            f"<author>{one.account}</author><description>{escape(body(one))}</description>"
            f"<pubDate>{format_datetime(one.published_at.astimezone(CHINA))}</pubDate></item>"
            for one in articles
        ]
    )


def _undated(articles: Sequence[Article], body: Callable[[Article], str]) -> str:
    """No guid and no time."""
    return _rss(
        [
            f"<item><title>{escape(one.title)}</title><link>{short_link(one)}</link>"
            f"<description>{escape(body(one))}</description></item>"
            for one in articles
        ]
    )


def _json(told: Mapping[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False)


FORMS: Mapping[str, Form] = {
    "/feeds/all.rss": _wewe_rss,
    "/feeds/all.json": _wewe_json,
    "/feed/all.xml": _we_mp_rss,
    "/feed/all.atom": _we_mp_atom,
    "/feed/all.json": _we_mp_json,
    "/api/feed/articles.json": _download_api,
    "/feed/wechat2rss.xml": _wechat2rss,
    "/undated.xml": _undated,
}
"""By the path at which the tool serves it."""
