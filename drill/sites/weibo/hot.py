"""The hot list as data: rows of hotSearch, of hot_band and of the mobile board."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlsplit

from drill.scenario import HotTopic
from drill.sites.weibo.ask import Ask, Json

ROWS = 50
NEW, BOILING, EXPLOSIVE = 600_000, 1_000_000, 2_500_000
FRESH = timedelta(minutes=45)
COLOURS = {"新": "#ff3852", "热": "#ff9406", "沸": "#f86400", "爆": "#bd0000", "商": "#00b7ee"}
PINNED = {"word": "城市文明出行在行动", "note": "城市文明出行在行动", "name": "城市文明出行在行动", "pos": 1}


def label(topic: HotTopic, now: datetime) -> str:
    """The character beside a row."""
    heat = topic.heat_at(now)
    if topic.paid:
        return "商"
    if heat >= EXPLOSIVE:
        return "爆"
    if heat >= BOILING:
        return "沸"
    if now - topic.began < FRESH:
        return "新"
    return "热" if heat >= NEW else ""


def ranked(topics: list[HotTopic]) -> list[tuple[int, int, HotTopic]]:
    """(position on the page from 0, rank among the unpaid from 1, topic); a paid row has the rank before it."""
    rank = 0
    rows: list[tuple[int, int, HotTopic]] = []
    for place, topic in enumerate(topics[:ROWS]):
        rank += 0 if topic.paid else 1
        rows.append((place, rank, topic))
    return rows


def hot_search(ask: Ask) -> Json:
    """weibo.com/ajax/side/hotSearch."""
    rows = [_search_row(place, rank, topic, ask.now) for place, rank, topic in ranked(ask.world.hot(ask.now))]
    pinned = {**PINNED, "icon_desc": "", "is_hot": 1, "is_gov": 1}
    return {"ok": 1, "data": {"realtime": rows, "hotgov": pinned, "hotgovs": [pinned]}}


def hot_band(ask: Ask) -> Json:
    """weibo.com/ajax/statuses/hot_band; empty for strangers that do not say where they come from."""
    came_from = urlsplit(ask.headers.get("Referer", "")).netloc
    told = ask.who.uid is not None or came_from in {"weibo.com", ask.headers.get("Host", "")}
    topics = ranked(ask.world.hot(ask.now)) if told or ask.who.kind.value == "visitor" else []
    rows = [_band_row(place, rank, topic, ask.now) for place, rank, topic in topics]
    return {"ok": 1, "http_code": 200, "data": {"band_list": rows, "hotgov": {**PINNED, "is_gov": 1}}}


def mobile_board(ask: Ask) -> Json:
    """GetIndex containerid=106003…: words and heat, perhaps with a kind before it; ads bear no mark there, so none."""
    topics = [topic for topic in ask.world.hot(ask.now) if not topic.paid]
    rows = [_mobile_row(topic, ask.now) for topic in topics[:ROWS]]
    first = {"card_type": 4, "desc": PINNED["word"], "scheme": _scheme(str(PINNED["word"]))}
    cards = [{"card_type": 11, "title": "实时热点，每分钟更新一次", "card_group": [first, *rows]}]
    return {"ok": 1, "data": {"cardlistInfo": {"containerid": "106003type=25", "page": None}, "cards": cards}}


def suggestions(ask: Ask) -> Json:
    """weibo.com/ajax/side/search: topics and accounts that begin like the question."""
    query = ask.query.get("q", "").strip("#")
    words = [topic.word for topic in ask.world.hot(ask.now) if query and query in topic.word]
    people = [account for account in ask.world.accounts.values() if query and query in account.name][:6]
    users = [{"id": one.uid, "idstr": str(one.uid), "screen_name": one.name} for one in people]
    hot = [{"suggestion": word, "count": 0, "top_flag": 0} for word in words]
    return {"ok": 1, "data": {"hotquery": hot, "user": users, "users": users}}


def _search_row(place: int, rank: int, topic: HotTopic, now: datetime) -> dict[str, Any]:
    heat, words = topic.heat_at(now), label(topic, now)
    row: dict[str, Any] = {
        "rank": place,
        "realpos": rank,
        "word": topic.word,
        "word_scheme": f"#{topic.word}#",
        "note": topic.word if place % 7 else "",
        "num": str(heat) if place % 9 == 4 else heat,
        "label_name": words,
        "icon_desc": words,
        "small_icon_desc": words,
        "small_icon_desc_color": COLOURS.get(words, ""),
        "flag": 1,
        "flag_desc": "综艺" if "综艺" in topic.category else "",
        "topic_flag": 1,
        "emoticon": "",
        "subject_querys": "",
        "is_ad": int(topic.paid),
        "onboard_time": int(topic.began.timestamp()),
    }
    return row | ({"topic_ad": 1, "id": 300_000 + place} if topic.paid else {})


def _band_row(place: int, rank: int, topic: HotTopic, now: datetime) -> dict[str, Any]:
    row = _search_row(place, rank, topic, now)
    text = f'<a href="//s.weibo.com/weibo?q={quote(row["word_scheme"], safe="")}" target="_blank">#{topic.word}#</a>'
    return row | {
        "num": topic.heat_at(now),
        "raw_hot": topic.heat_at(now),
        "realpos": 0 if topic.paid else rank,
        "category": topic.category,
        "star_word": 0,
        "is_new": int(now - topic.began < FRESH),
        "icon_desc_color": COLOURS.get(row["icon_desc"], ""),
        "channel_type": "Entertainment" if "文娱" in topic.category else "Society",
        "subject_label": "",
        "mid": str(topic.mid or ""),
        "mblog": {
            "text": text,
            "pic_ids": [],
            "topic_struct": [{"topic_title": topic.word, "topic_url": _scheme(topic.word)}],
            "url_struct": [],
        },
    }


def _mobile_row(topic: HotTopic, now: datetime) -> dict[str, Any]:
    heat: int | str = topic.heat_at(now)
    return {
        "card_type": 4,
        "desc": topic.word,
        "desc_extr": f"综艺 {heat}" if "综艺" in topic.category else heat,
        "scheme": _scheme(topic.word),
        "icon": f"https://simg.s.weibo.com/moter/flags/{label(topic, now)}.png" if label(topic, now) else "",
        "pic": "https://simg.s.weibo.com/20180205110043_img_search_stream_list.png",
    }


def _scheme(word: str) -> str:
    return f"https://m.weibo.cn/search?containerid=231522type%3D1%26t%3D10%26q%3D{quote(f'#{word}#', safe='')}"
