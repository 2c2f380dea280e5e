"""The post object of m.weibo.cn."""

from datetime import datetime
from typing import Any

from drill.scenario import Gone, Microblog
from drill.sites.weibo.gone import GONE_WORDS, STATES
from drill.sites.weibo.mblog import RULE, picture_ids
from drill.sites.weibo.numbers import bid_of, bounded, written_time
from drill.sites.weibo.person import mobile_person
from drill.sites.weibo.words import cut_mobile, is_long, mobile_text


def mobile_post(post: Microblog, now: datetime, *, whole: bool = False) -> dict[str, Any]:
    """A post as lists show it, cut where it is long; `whole` as a single post shows it. Numbers are words here."""
    if post.is_gone(now):
        return mobile_tombstone(post, now)
    text = post.text_at(now)
    return {
        **_head(post),
        "can_edit": False,
        "text": mobile_text(text) if whole else cut_mobile(text, post.mid),
        "textLength": 2 * len(text),
        "source": post.source,
        "favorited": False,
        "pic_types": "",
        "user": mobile_person(post.account, statuses=1 + post.account.uid % 4000),
        **_counts(post, now),
        "isLongText": is_long(text),
        "visible": {"type": 0, "list_id": 0},
        "mblogtype": 2 if post.pinned else 0,
        **({"profile_type_id": f"proweibotop_{post.mid}"} if post.pinned else {}),
        "rid": f"0_0_0_{int(now.timestamp())}_0_0_0",
        "number_display_strategy": RULE,
        "edit_config": {"edited": bool(post.edited_by(now))},
        **({"edit_at": written_time(post.edited_by(now)[-1].at)} if post.edited_by(now) else {}),
        "bid": bid_of(post.mid),
        **({"region_name": f"发布于 {post.region}"} if post.region else {}),
        **({"isAd": True, "ad_marked": True} if post.ad else {}),
        **_pictures(post),
        **({"page_info": _video(post)} if post.video else {}),
        **_repeated(post, now),
    }


def mobile_tombstone(post: Microblog, now: datetime) -> dict[str, Any]:
    """What is shown of a post that is gone."""
    how = post.end.how if post.end else Gone.DELETED
    return {
        **_head(post),
        "text": GONE_WORDS[how],
        "user": None,
        "bid": bid_of(post.mid),
        **({"deleted": "1"} if how is not Gone.HIDDEN else {}),
        **({"state": STATES[how]} if STATES[how] else {}),
    }


def card(post: Microblog, now: datetime, *, inline: bool = False) -> dict[str, Any]:
    """A post in a list of cards; `inline` with its long text, as search hits may have it."""
    mblog = mobile_post(post, now)
    if inline and mblog.get("isLongText"):
        mblog["longText"] = {"longTextContent": post.text_at(now), "url_objects": []}
    scheme = f"https://m.weibo.cn/status/{bid_of(post.mid)}?mblogid={bid_of(post.mid)}"
    return {"card_type": 9, "itemid": f"{post.account.uid}_-_{post.mid}", "scheme": scheme, "mblog": mblog}


def _head(post: Microblog) -> dict[str, Any]:
    number = str(post.mid)
    return {"created_at": written_time(post.published_at), "id": number, "idstr": number, "mid": number}


def _counts(post: Microblog, now: datetime) -> dict[str, Any]:
    reach = post.reach.after(now - post.published_at)
    return {
        "reposts_count": bounded(reach.reposts),
        "comments_count": bounded(reach.comments),
        "attitudes_count": bounded(reach.likes),
        "attitudes_status": 0,
    }


def _pictures(post: Microblog) -> dict[str, Any]:
    """A list, but for every fourth post the object with numbered keys that the site sends too."""
    rows = [
        {"pid": name, "url": f"https://wx1.sinaimg.cn/orj360/{name}.jpg", "size": "orj360"}
        for name in picture_ids(post)
    ]
    if not rows:
        return {"pic_ids": [], "pic_num": 0}
    listed: Any = {str(number): row for number, row in enumerate(rows)} if post.mid % 4 == 0 else rows
    return {"pic_ids": [row["pid"] for row in rows], "pic_num": len(rows), "pics": listed}


def _repeated(post: Microblog, now: datetime) -> dict[str, Any]:
    if post.original is None:
        return {}
    return {"raw_text": post.text_at(now), "retweeted_status": mobile_post(post.original, now)}


def _video(post: Microblog) -> dict[str, Any]:
    return {
        "type": "video",
        "object_type": 11,
        "page_title": "微博视频",
        "content1": "微博视频",
        "play_count": "44万次播放",
        "urls": {"mp4_720p_mp4": f"https://f.video.weibocdn.com/{post.mid}.mp4"},
    }
