"""What the canary asks of each way, and how the answer is read; pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from crawlers.pages.saved import Given, Saved
from crawlers.pages.saved_weibo import WEIBO
from crawlers.pages.weibo_comments import read_mobile_comments
from crawlers.routes import Route

CONTROL = "今天"
"""A word that some public post always holds."""

Asked = dict[str, str | int]


@dataclass(frozen=True, kw_only=True)
class Known:
    """What is known to be there: an account, a post with its author, a comment under it; empty where nothing is."""

    account: str = ""
    post: str = ""
    author: str = ""
    comment: str = ""


@dataclass(frozen=True, kw_only=True)
class Question:
    """How one way is asked; None from `asked` where nothing known could be asked for, `wants` says what is missing.

    `kind` names the parser. `never_empty` says that an empty answer can only mean that we are being kept out.
    """

    kind: str
    asked: Callable[[Known], Asked | None]
    wants: str = ""
    never_empty: bool = True


def _anything(asked: Asked) -> Callable[[Known], Asked | None]:
    return lambda _: asked


def _of_account(asked: Callable[[str], Asked]) -> Callable[[Known], Asked | None]:
    return lambda known: asked(known.account) if known.account else None


def _of_post(asked: Callable[[str], Asked]) -> Callable[[Known], Asked | None]:
    return lambda known: asked(known.post) if known.post else None


def _comments(known: Known) -> Asked | None:
    asked: Asked = {"is_reload": 1, "id": known.post, "is_show_bulletin": 2, "is_mix": 0, "count": 20}
    return {**asked, "uid": known.author, "fetch_level": 0, "locale": "zh-CN", "flow": 0} if known.post else None


def _replies(known: Known) -> Asked | None:
    return {"cid": known.comment, "max_id": 0, "max_id_type": 0} if known.comment else None


ACCOUNT, POST, COMMENT = "用来核对的账号", "用来核对的帖文", "用来核对的评论"

QUESTIONS: Mapping[Route, Question] = {
    Route.SEARCH: Question(kind="search", asked=_anything({"q": CONTROL, "page": 1})),
    Route.TOP_SUMMARY: Question(kind="top-summary", asked=_anything({"cate": "realtimehot"})),
    Route.HOT_SEARCH: Question(kind="hot-search", asked=_anything({})),
    Route.HOT_BAND: Question(kind="hot-band", asked=_anything({})),
    Route.TIMELINE: Question(
        kind="timeline", asked=_of_account(lambda uid: {"uid": uid, "page": 1, "feature": 0}), wants=ACCOUNT
    ),
    Route.WATERFALL: Question(
        kind="waterfall", asked=_of_account(lambda uid: {"uid": uid, "cursor": 0}), wants=ACCOUNT, never_empty=False
    ),
    Route.PROFILE: Question(kind="profile", asked=_of_account(lambda uid: {"uid": uid}), wants=ACCOUNT),
    Route.POST: Question(
        kind="show",
        asked=_of_post(lambda mid: {"id": mid, "locale": "zh-CN", "isGetLongText": "true"}),
        wants=POST,
    ),
    Route.LONGTEXT: Question(kind="longtext", asked=_of_post(lambda mid: {"id": mid}), wants=POST),
    Route.COMMENTS: Question(kind="comments", asked=_comments, wants=POST, never_empty=False),
    Route.REPOSTS: Question(
        kind="reposts",
        asked=_of_post(lambda mid: {"id": mid, "page": 1, "moduleID": "feed", "count": 20}),
        wants=POST,
        never_empty=False,
    ),
    Route.MOBILE_SEARCH: Question(
        kind="m-search",
        asked=_anything({"containerid": f"100103type=61&q={CONTROL}&t=0", "page_type": "searchall", "page": 1}),
    ),
    Route.MOBILE_TIMELINE: Question(
        kind="m-timeline",
        asked=_of_account(lambda uid: {"type": "uid", "value": uid, "containerid": f"107603{uid}"}),
        wants=ACCOUNT,
    ),
    Route.MOBILE_PROFILE: Question(
        kind="m-profile", asked=_of_account(lambda uid: {"type": "uid", "value": uid}), wants=ACCOUNT
    ),
    Route.MOBILE_POST: Question(kind="m-show", asked=_of_post(lambda mid: {"id": mid}), wants=POST),
    Route.MOBILE_LONGTEXT: Question(kind="m-extend", asked=_of_post(lambda mid: {"id": mid}), wants=POST),
    Route.MOBILE_COMMENTS: Question(
        kind="m-comments",
        asked=_of_post(lambda mid: {"id": mid, "mid": mid, "max_id_type": 0}),
        wants=POST,
        never_empty=False,
    ),
    Route.MOBILE_REPLIES: Question(kind="m-replies", asked=_replies, wants=COMMENT, never_empty=False),
    Route.MOBILE_REPOSTS: Question(
        kind="m-reposts", asked=_of_post(lambda mid: {"id": mid, "page": 1}), wants=POST, never_empty=False
    ),
}


def given(route: Route, body: bytes, at: datetime, known: Known) -> Given:
    """What an answer holds, by the parser that the crawls use; raises UnreadablePage."""
    return WEIBO[QUESTIONS[route].kind].read(Saved(body=body, at=at, of=known.post or None))


def open_comment(body: bytes, at: datetime, post: str) -> str:
    """A comment of a mobile page whose replies can be asked for, one with hidden replies if there is one; or none."""
    page = read_mobile_comments(body, at, root_id=post)
    comments = (*page.unfolded, *(comment.native_id for comment in page.posts))
    return next(iter(comments), "")
