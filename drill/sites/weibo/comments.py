"""Comments and replies, as weibo.com and m.weibo.cn give them."""

from collections.abc import Sequence
from typing import Any

from drill.scenario import Microblog
from drill.sites.weibo import refusals
from drill.sites.weibo.ask import Ask, Json, Reply
from drill.sites.weibo.numbers import bid_of, mid_of, written_time
from drill.sites.weibo.person import mobile_person, web_profile
from drill.sites.weibo.talk import Comment
from drill.sites.weibo.words import mobile_text, web_text

PAGE = 20
MOST_PAGES = 25
FIRST_REPLIES = 2
NOTHING = {"ok": 0, "msg": "还没有人评论哦~快来抢沙发！"}


def build_comments(ask: Ask) -> Reply:
    """weibo.com/ajax/statuses/buildComments: comments of a post, or with fetch_level=1 replies to a comment."""
    if ask.query.get("fetch_level") == "1":
        return _replies(ask)
    post = ask.world.post(mid_of(ask.query.get("id", "")), ask.now)
    if post is None or post.is_gone(ask.now):
        return refusals.not_there()
    said = ask.world.comments(post, ask.now)
    roots = _ordered([one for one in said if one.root is None], by_time=ask.query.get("flow") == "1")
    rows, after, more = _page(roots, ask)
    data = [_web_comment(one, post, said, ask) for one in rows]
    words = "部分评论已被过滤，暂不展示" if after >= PAGE * MOST_PAGES else "" if more else "已加载全部评论"
    return {
        "ok": 1,
        "filter_group": [{"param": "flow", "title": "按热度"}, {"param": "flow", "title": "按时间"}],
        "data": data,
        "rootComment": [],
        "total_number": len(said),
        "max_id": more,
        "trendsText": words,
    }


def hotflow(ask: Ask) -> Reply:
    """m.weibo.cn/comments/hotflow; whoever is not logged in sees the first page only."""
    if not ask.is_account and ask.number("max_id"):
        return refusals.needs_mobile_login(ask.url)
    post = ask.world.post(mid_of(ask.query.get("id", "")), ask.now)
    said = ask.world.comments(post, ask.now) if post and not post.is_gone(ask.now) else []
    roots = _ordered([one for one in said if one.root is None], by_time=False)
    rows, after, more = _page(roots, ask)
    if post is None or not rows:
        return NOTHING
    data = [_mobile_comment(one, said, ask) for one in rows]
    kind = ask.number("max_id_type") if after < 3 * PAGE else 1
    inner = {
        "data": data,
        "total_number": len(said),
        "status": {"comment_manage_info": {"comment_permission_type": -1}},
        "max_id": more,
        "max": -(-len(roots) // PAGE),
        "max_id_type": kind,
    }
    return {"ok": 1, "data": inner}


def hot_flow_child(ask: Ask) -> Reply:
    """m.weibo.cn/comments/hotFlowChild: replies to a comment, and the comment itself."""
    root, replies = _thread(ask, "cid")
    if root is None:
        return NOTHING
    rows, _, more = _page(replies, ask)
    return {
        "ok": 1,
        "data": [_mobile_comment(one, (), ask) for one in rows],
        "total_number": len(replies),
        "max_id": more,
        "max": -(-len(replies) // PAGE),
        "max_id_type": ask.number("max_id_type"),
        "rootComment": [_mobile_comment(root, replies, ask)],
    }


def old_comments(ask: Ask) -> Reply:
    """m.weibo.cn/api/comments/show: ten a page, newest first, the day only."""
    post = ask.world.post(mid_of(ask.query.get("id", "")), ask.now)
    said = ask.world.comments(post, ask.now)[::-1] if post and not post.is_gone(ask.now) else []
    rows = said[(ask.page - 1) * 10 : ask.page * 10]
    if not rows:
        return {"ok": 0, "msg": "暂无数据"}
    data = [{**_mobile_comment(one, (), ask), "created_at": f"{one.at:%m-%d}"} for one in rows]
    inner = {"data": data, "hot_data": [], "total_number": len(said), "max": -(-len(said) // 10)}
    return {"ok": 1, "msg": "数据获取成功", "data": inner}


def _replies(ask: Ask) -> Json:
    root, replies = _thread(ask, "id")
    rows, _, more = _page(replies, ask)
    post = ask.world.post(root.post, ask.now) if root else None
    data = [_web_comment(one, post, (), ask) for one in rows] if post else []
    return {
        "ok": 1,
        "data": data,
        "rootComment": [_web_comment(root, post, replies, ask)] if root and post else [],
        "total_number": len(replies),
        "max_id": more,
        "trendsText": "" if more else "已加载全部评论",
    }


def _thread(ask: Ask, name: str) -> tuple[Comment | None, list[Comment]]:
    """A comment and what answers it."""
    root = ask.world.comment(ask.number(name), ask.now)
    post = ask.world.post(root.post, ask.now) if root else None
    if root is None or post is None:
        return None, []
    return root, [one for one in ask.world.comments(post, ask.now) if one.root == root.mid]


def _ordered(roots: list[Comment], *, by_time: bool) -> list[Comment]:
    if by_time:
        return sorted(roots, key=lambda one: one.mid, reverse=True)
    return sorted(roots, key=lambda one: (one.likes, one.mid), reverse=True)


def _page(rows: Sequence[Comment], ask: Ask) -> tuple[Sequence[Comment], int, int]:
    """The rows after the one whose number is max_id, how many came before, and the next max_id (0 at the end)."""
    last = ask.number("max_id")
    after = next((place + 1 for place, one in enumerate(rows) if one.mid == last), 0 if last == 0 else len(rows))
    page = rows[after : after + PAGE]
    more = after + PAGE < len(rows) and after + PAGE < PAGE * MOST_PAGES
    return page, after + len(page), page[-1].mid if page and more else 0


def _web_comment(one: Comment, post: Microblog | None, said: Sequence[Comment], ask: Ask) -> dict[str, Any]:
    replies = [reply for reply in said if reply.root == one.mid]
    author = post.account.uid if post else 0
    return {
        "created_at": written_time(one.at),
        "id": one.mid,
        "rootid": one.root or one.mid,
        "rootidstr": str(one.root or one.mid),
        "floor_number": 0 if one.root else 1 + one.mid % 900,
        "text": web_text(one.text),
        "text_raw": one.text,
        "disable_reply": 0,
        "source": f"来自{one.region}" if one.region else "",
        "user": web_profile(one.account, 1 + one.account.uid % 4000),
        "mid": str(one.mid),
        "idstr": str(one.mid),
        "url_objects": [],
        "readtimetype": "comment",
        "analysis_extra": f"author_uid:{author}|mid:{one.post}",
        "mark_type": 0,
        "item_category": "comment",
        "comments": [_web_comment(reply, post, (), ask) for reply in replies[:FIRST_REPLIES]],
        "max_id": 0,
        "total_number": len(replies),
        "isLikedByMblogAuthor": False,
        "is_mblog_author": one.account.uid == author,
        "like_counts": one.likes,
    }


def _mobile_comment(one: Comment, said: Sequence[Comment], ask: Ask) -> dict[str, Any]:
    replies = [reply for reply in said if reply.root == one.mid]
    return {
        "created_at": written_time(one.at),
        "id": str(one.mid),
        "rootid": str(one.root or one.mid),
        "floor_number": 0 if one.root else 1 + one.mid % 900,
        "text": mobile_text(one.text),
        "disable_reply": 0,
        "user": mobile_person(one.account, 1 + one.account.uid % 4000, rough=False),
        "mid": str(one.mid),
        "readtimetype": "comment",
        "comments": [_mobile_comment(reply, (), ask) for reply in replies[:FIRST_REPLIES]] or False,
        "max_id": 0,
        "total_number": len(replies),
        "isLikedByMblogAuthor": False,
        "bid": bid_of(one.mid),
        "source": f"来自{one.region}" if one.region else "",
        "like_count": one.likes,
        "liked": False,
    }
