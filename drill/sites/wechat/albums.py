"""Albums of accounts, as mp/appmsgalbum?action=getalbum&f=json gives them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from drill.scenario import Article
from drill.sites.wechat.names import long_link


def album_page(articles: Sequence[Article], now: datetime, asked: Mapping[str, str]) -> dict[str, Any]:
    """One page of an album, newest first; a single article comes as an object, as the host gives it."""
    album = [
        article
        for article in articles
        if article.album == asked.get("album_id") and article.biz == asked.get("__biz") and article.published_at <= now
    ]
    album.sort(key=lambda article: (article.published_at, article.mid), reverse=True)
    places = [(str(article.mid), str(article.idx)) for article in album]
    after = asked.get("begin_msgid", ""), asked.get("begin_itemidx", "")
    start = places.index(after) + 1 if after in places else 0
    count = int(asked.get("count", "20"))
    rows = [_row(article, start + number) for number, article in enumerate(album[start : start + count])]
    return {
        "base_resp": {"ret": 0},
        "getalbum_resp": {
            "article_list": rows[0] if len(rows) == 1 else rows,
            "base_info": {"title": "出行观察", "article_count": str(len(album))},
            "continue_flag": "1" if start + count < len(album) else "0",
        },
    }


def _row(article: Article, place: int) -> dict[str, str]:
    link = long_link(article, code=True)
    return {
        "title": article.title,
        "url": link.replace("https://", "http://"),
        "msgid": str(article.mid),
        "itemidx": str(article.idx),
        "key": f"{article.mid}_{article.idx}",
        "create_time": str(int(article.published_at.timestamp())),
        "pos_num": str(place + 1),
    }
