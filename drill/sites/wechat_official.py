"""A site that answers as the official interfaces of a WeChat account and of 微信客服 do."""

import itertools
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from aiohttp import web

from domain.day import day_of

RID = "rid: 66f0a1b2-3c4d5e6f-01234567"
REFUSED_ADDRESS = "203.0.113.9"
ERRORS: Mapping[int, str] = {
    -1: "system error",
    40001: "invalid credential, access_token is invalid or not latest",
    40013: "invalid appid",
    40014: "invalid access_token",
    40125: "invalid appsecret",
    40164: f"invalid ip {REFUSED_ADDRESS} ipv6 ::ffff:{REFUSED_ADDRESS}, not in whitelist",
    40243: "appsecret is frozen",
    42001: "access_token expired",
    43002: "require POST method",
    44002: "empty post data",
    45009: "reach max api daily quota limit",
    45011: "api minute-quota reach limit, must slower, retry next minute",
    45015: "response out of time limit or subscription is canceled",
    45047: "out of response count limit",
    47001: "data format error",
    48001: "api unauthorized",
    48004: "api forbidden for irregularities, view detail on mp.weixin.qq.com",
    50002: "user limited",
    61004: "access clientip is not registered",
    61500: "date format error",
    65400: "please enable new custom service, or wait for a while if you have enabled",
    65416: "invalid parameters",
    65417: "the range of time is too long",
    88000: "without comment privilege",
    88001: "msg_data is not exists",
}
"""What stands in errmsg, without the rid."""


@dataclass(kw_only=True)
class Books:
    """Everything that the platform has on its books for an account, as the rows of its answers.

    `comments` by msg_data_id and index (0-based); `numbers` by ref_date; `desk` by open_kfid.
    """

    comments: dict[tuple[int, int], list[dict[str, Any]]] = field(default_factory=dict)
    published: list[dict[str, Any]] = field(default_factory=list)
    numbers: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    delayed: bool = False
    records: list[dict[str, Any]] = field(default_factory=list)
    desk: dict[str, list[dict[str, Any]]] = field(default_factory=dict)


class OfficialSite:
    """Gives out tokens and answers for them; `errors` are codes that a call (by path) gives next, in order.

    A code in `always` is what a call gives every time. `strange` are calls that answer in another shape. Tokens of
    `expire` are refused from then on.
    """

    def __init__(self, books: Books, now: datetime, *, appid: str, secret: str, corpid: str, corp_secret: str) -> None:
        self.books = books
        self.now = now
        self.ids = {"appid": appid, "secret": secret, "corpid": corpid, "corpsecret": corp_secret}
        self.numbers = itertools.count(1)
        self.token = self.corp_token = ""
        self.errors: dict[str, list[int]] = {}
        self.always: dict[str, int] = {}
        self.strange: set[str] = set()
        self.asked: Counter[str] = Counter()
        self.forced = 0

    def app(self) -> web.Application:
        """The site as an application; both platforms on one port, since their paths differ."""
        app = web.Application()
        app.router.add_post("/cgi-bin/stable_token", self.stable_token)
        app.router.add_get("/cgi-bin/gettoken", self.corp)
        for path, answer in {
            "/cgi-bin/comment/list": self.comments,
            "/cgi-bin/freepublish/batchget": self.batchget,
            "/datacube/getarticletotaldetail": self.totaldetail,
            "/customservice/msgrecord/getmsglist": self.getmsglist,
            "/cgi-bin/kf/sync_msg": self.sync_msg,
        }.items():
            app.router.add_post(path, self._guarded(path, answer))
        return app

    def expire(self) -> None:
        """From now on every token that was given out is refused."""
        self.token = self.corp_token = ""

    async def stable_token(self, request: web.Request) -> web.Response:
        """The same token for everybody until it is over or a new one is forced."""
        if (error := self._error_at(request.path)) is not None:
            return error
        asked = await request.json()
        if asked.get("appid") != self.ids["appid"]:
            return failed(40013)
        if asked.get("secret") != self.ids["secret"]:
            return failed(40125)
        self.forced += bool(asked.get("force_refresh"))
        if not self.token or asked.get("force_refresh"):
            self.token = f"TOKEN-{next(self.numbers)}-{'x' * 120}"
        return web.json_response({"access_token": self.token, "expires_in": 7200})

    async def corp(self, request: web.Request) -> web.Response:
        """A token of 企业微信."""
        if (error := self._error_at(request.path)) is not None:
            return error
        if (request.query.get("corpid"), request.query.get("corpsecret")) != (
            self.ids["corpid"],
            self.ids["corpsecret"],
        ):
            return failed(40001)
        self.corp_token = self.corp_token or f"CORP-{next(self.numbers)}-{'y' * 120}"
        told = {"errcode": 0, "errmsg": "ok", "access_token": self.corp_token, "expires_in": 7200}
        return web.json_response(told)

    def _guarded(self, path: str, answer: Any) -> Any:  # noqa: ANN401  # what aiohttp takes
        async def guarded(request: web.Request) -> web.Response:
            good = self.corp_token if path == "/cgi-bin/kf/sync_msg" else self.token
            if (error := self._error_at(path)) is not None:
                return error
            if not good or request.query.get("access_token") != good:
                return failed(40001)
            if path in self.strange:
                return web.json_response({"data": {"rows": []}})
            try:
                asked = json.loads(await request.read())
            except ValueError:
                return failed(47001)
            return web.json_response(answer(asked))

        return guarded

    def _error_at(self, path: str) -> web.Response | None:
        self.asked[path] += 1
        waiting = self.errors.get(path, [])
        code = waiting.pop(0) if waiting else self.always.get(path, 0)
        return failed(code) if code else None

    def comments(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Fewer than 50 a page."""
        rows = self.books.comments.get((asked["msg_data_id"], asked.get("index", 0)))
        if rows is None:
            return failure(88001)
        if asked["count"] >= 50:
            return failure(47001)
        page = rows[asked["begin"] : asked["begin"] + asked["count"]]
        return {"errcode": 0, "errmsg": "ok", "total": len(rows), "comment": page}

    def batchget(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """At most 20 a page, newest first."""
        rows = self.books.published[asked["offset"] : asked["offset"] + min(20, asked["count"])]
        return {"total_count": len(self.books.published), "item_count": len(rows), "item": rows}

    def totaldetail(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """No later day than yesterday."""
        if asked["end_date"] >= day_of(self.now).isoformat():
            return failure(61500)
        return {"list": self.books.numbers.get(asked["begin_date"], []), "is_delay": self.books.delayed}

    def getmsglist(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """At most 24 hours; `msgid` is the place in the list, from 1 on."""
        if asked["endtime"] - asked["starttime"] > 86_400:
            return failure(65417)
        rows = [row for row in self.books.records if asked["starttime"] <= row["time"] < asked["endtime"]]
        page = rows[asked["msgid"] - 1 : asked["msgid"] - 1 + asked["number"]]
        return {"recordlist": page, "number": len(page), "msgid": asked["msgid"] + len(page)}

    def sync_msg(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """From a cursor on, two a page, so that going on is played."""
        rows = self.books.desk.get(asked["open_kfid"], [])
        start = int(asked.get("cursor", "c0").removeprefix("c"))
        page = rows[start : start + 2]
        more = start + len(page) < len(rows)
        told = {"errcode": 0, "errmsg": "ok", "next_cursor": f"c{start + len(page)}"}
        return {**told, "has_more": int(more), "msg_list": page}


def failure(code: int) -> dict[str, Any]:
    """What the platform answers in place of data."""
    return {"errcode": code, "errmsg": f"{ERRORS.get(code, 'something else')} {RID}"}


def failed(code: int) -> web.Response:
    """The same as an answer; its status is 200 as ever."""
    return web.json_response(failure(code))
