"""The post object of weibo.com/ajax."""

import re
from datetime import datetime
from typing import Any
from urllib.parse import quote

from drill.scenario import Gone, Microblog
from drill.sites.weibo.gone import GONE_WORDS, STATES
from drill.sites.weibo.numbers import bid_of, written_time
from drill.sites.weibo.person import web_person
from drill.sites.weibo.words import ICON, cut_raw, cut_web, is_long, web_text

TOPIC = re.compile(r"#([^#\s<>]{1,40})#")
LINK = re.compile(r"http://t\.cn/\w+")
RULE = {"apply_scenario_flag": 3, "display_text_min_number": 1_000_000, "display_text": "100万+"}
LISTED_PICTURES = 9
SIZES = {"thumbnail": 180, "bmiddle": 360, "large": 960, "original": 1080, "largest": 2000, "mw2000": 2000}


def web_post(post: Microblog, now: datetime, *, whole: bool = False) -> dict[str, Any]:
    """A post as lists show it, cut where it is long; `whole` as a single post shows it when asked for long text."""
    if post.is_gone(now):
        return web_tombstone(post, now)
    text = post.text_at(now)
    shown = {"text": cut_web(text), "text_raw": cut_raw(text)}
    return {
        **_head(post),
        "user": web_person(post.account),
        "can_edit": False,
        **shown,
        "textLength": 2 * len(text),
        "source": _source(post),
        "favorited": False,
        "rid": f"{int(now.timestamp())}_0_0_{post.mid % 10**12}_0_0_0",
        **_pictures(post),
        **_counts(post, now),
        "isLongText": is_long(text),
        **_continued(post, text),
        **({"longText": {"longTextContent": web_text(text), "content": text}} if whole and is_long(text) else {}),
        "mblogtype": 0,
        "showFeedRepost": False,
        "readtimetype": "mblog",
        **_structs(text),
        **_edited(post, now),
        **({"region_name": f"发布于 {post.region}"} if post.region else {}),
        **({"isAd": True, "promotion": {"type": "ad"}, "ad_marked": True} if post.ad else {"isAd": False}),
        **({"page_info": _video(post)} if post.video else {}),
        **({"retweeted_status": web_post(post.original, now), "repost_type": 1} if post.original else {}),
    }


def web_tombstone(post: Microblog, now: datetime) -> dict[str, Any]:
    """What a list or a repeater shows of a post that is gone: no account, no counts."""
    how = post.end.how if post.end else Gone.DELETED
    words, state = GONE_WORDS[how], STATES[how]
    address = words.rpartition("http")[1] + words.rpartition("http")[2]
    link = f'<a target="_blank" href="{address}"><img class="icon-link" src="{ICON}"/>网页链接</a>'
    return {
        **_head(post),
        "source": "",
        "attitudes_status": 1,
        "user": None,
        **({"deleted": "1"} if how is not Gone.HIDDEN else {}),
        **({"state": state} if state else {}),
        "readtimetype": "mblog",
        "isAd": False,
        "text": words.replace(address, link),
        "text_raw": words,
    }


def long_text(post: Microblog, now: datetime) -> dict[str, Any]:
    """The data of the longtext call; empty where there is no more text than shown."""
    text = post.text_at(now)
    if not is_long(text):
        return {}
    return {
        "longTextContent": text,
        "longTextContent_raw": text,
        "url_struct": _structs(text).get("url_struct", []),
        "topic_struct": _structs(text).get("topic_struct", []),
        "isMarkdown": False,
    }


def picture_ids(post: Microblog) -> list[str]:
    """Names of its pictures."""
    return [f"{post.account.uid:08x}gy1drill{post.mid % 100000:05d}{number}" for number in range(post.pictures)]


def _head(post: Microblog) -> dict[str, Any]:
    return {
        "visible": {"type": 0, "list_id": 0},
        "created_at": written_time(post.published_at),
        "id": post.mid,
        "idstr": str(post.mid),
        "mid": str(post.mid),
        "mblogid": bid_of(post.mid),
    }


def _source(post: Microblog) -> str:
    """Now bare, now as a link, as the site has it."""
    if post.mid % 5:
        return post.source
    return f'<a target="_blank" href="https://app.weibo.com/t/feed/drill" rel="nofollow">{post.source}</a>'


def _counts(post: Microblog, now: datetime) -> dict[str, Any]:
    reach = post.reach.after(now - post.published_at)
    return {
        "reposts_count": reach.reposts,
        "comments_count": reach.comments,
        "attitudes_count": reach.likes,
        "attitudes_status": 0,
        "number_display_strategy": RULE,
        "comment_manage_info": {"comment_permission_type": -1, "approval_comment_type": 0},
    }


def _continued(post: Microblog, text: str) -> dict[str, Any]:
    if not is_long(text):
        return {}
    scheme = f"sinaweibo://detail?mblogid={post.mid}&id={post.mid}"
    return {"continue_tag": {"title": "全文", "pic": ICON, "scheme": scheme}}


def _pictures(post: Microblog) -> dict[str, Any]:
    ids = picture_ids(post)[:LISTED_PICTURES]
    infos = {name: {kind: _picture(name, kind, side) for kind, side in SIZES.items()} for name in ids}
    return {"pic_ids": ids, "pic_num": post.pictures, **({"pic_infos": infos} if infos else {})}


def _picture(name: str, kind: str, side: int) -> dict[str, Any]:
    return {"url": f"https://wx1.sinaimg.cn/{kind}/{name}.jpg", "width": side, "height": side, "type": "pic"}


def _structs(text: str) -> dict[str, Any]:
    topics = [
        {"title": "", "topic_url": f"sinaweibo://searchall?q={quote(f'#{word}#')}", "topic_title": word}
        for word in TOPIC.findall(text)
    ]
    links = [
        {"url_title": "网页链接", "ori_url": link, "short_url": link, "long_url": "https://news.example/1", "hide": 0}
        for link in LINK.findall(text)
    ]
    return {**({"topic_struct": topics} if topics else {}), **({"url_struct": links} if links else {})}


def _edited(post: Microblog, now: datetime) -> dict[str, Any]:
    edits = post.edited_by(now)
    if not edits:
        return {}
    return {"edit_count": len(edits), "edit_at": written_time(edits[-1].at), "edit_config": {"edited": True}}


def _video(post: Microblog) -> dict[str, Any]:
    return {
        "type": "11",
        "object_type": "video",
        "page_title": "微博视频",
        "media_info": {
            "mp4_hd_url": f"https://f.video.weibocdn.com/{post.mid}.mp4",
            "online_users": f"{post.reach.likes * 9}次观看",
        },
    }
