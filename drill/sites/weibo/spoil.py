"""Good answers made bad: lists emptied, parts renamed, bodies slow, cut or broken."""

import asyncio
from typing import Any

from aiohttp import web

from drill.sites.trouble import Fault, Trouble
from drill.sites.weibo.ask import Json
from drill.sites.weibo.refusals import nothing_here

LISTS = frozenset({"list", "cards", "data", "realtime", "band_list", "statuses", "card_group", "comments"})
RENAMED = {"mid": "post_no", "idstr": "post_no_str", "user": "author", "text": "html", "word": "title_word"}


def spoiled_data(data: Json, fault: Fault) -> Json:
    """Data after a fault of content."""
    if fault is Fault.SOFT_BLOCK:
        return nothing_here() if "cards" in _inner(data) else _emptied(data)
    if fault is Fault.EMPTY_PAGE:
        return _emptied(data)
    if fault is Fault.CHANGED_LAYOUT:
        return {"ok": 1, "payload": data}
    return _renamed(data) if fault is Fault.CHANGED_PART else data


async def send_badly(request: web.Request, good: web.Response, trouble: Trouble) -> web.StreamResponse:
    """A good answer sent with a fault of the line; bodies that are cut in silence end in the middle."""
    body = good.body if isinstance(good.body, bytes) else b""
    half = body[: len(body) // 2]
    if trouble.fault is Fault.CUT_BODY:
        return web.Response(status=good.status, body=half, headers={"Content-Type": good.headers["Content-Type"]})
    answer = web.StreamResponse(status=good.status, headers={"Content-Type": good.headers["Content-Type"]})
    answer.content_length = len(body)
    await answer.prepare(request)
    await answer.write(half)
    if trouble.fault is Fault.SLOW_BODY:
        await asyncio.sleep(trouble.seconds)
        await answer.write(body[len(half) :])
    elif request.transport is not None:
        request.transport.abort()
    return answer


LINE = frozenset({Fault.SLOW_BODY, Fault.CUT_LINE, Fault.CUT_BODY})


def _inner(data: Json) -> Json:
    inner = data.get("data")
    return inner if isinstance(inner, dict) else {}


def _emptied(data: Json) -> Json:
    """Every list of rows empty, paging facts as they were."""
    return {name: _emptied_value(name, value) for name, value in data.items()}


def _emptied_value(name: str, value: Any) -> Any:  # noqa: ANN401  # data of any shape
    if isinstance(value, list) and name in LISTS:
        return []
    return _emptied(value) if isinstance(value, dict) and name == "data" else value


def _renamed(value: Any) -> Any:  # noqa: ANN401  # data of any shape
    if isinstance(value, list):
        return [_renamed(one) for one in value]
    if isinstance(value, dict):
        return {RENAMED.get(name, name): _renamed(one) for name, one in value.items()}
    return value
