"""Where other systems report: one address for each source, let in by a token, every refusal said and counted.

Answers are JSON. A body that comes again gets the same answer, and nothing is raised twice.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from alerts.inbound import reading
from alerts.inbound.taking import take_complaints, take_system
from console import clock, inbound_door
from domain.inbound import InboundRefusal
from domain.source import SourceKind
from storage import inbound
from storage.inbound import Admitted

MOST_A_MINUTE = 600
MOST_STRANGERS_A_MINUTE = 60
STATUS: Mapping[InboundRefusal, int] = {
    InboundRefusal.UNKNOWN: 401,
    InboundRefusal.TOKEN: 401,
    InboundRefusal.RATE: 429,
    InboundRefusal.SIZE: 413,
    InboundRefusal.FORM: 422,
}
NOT_ADMITTED = "来源或口令不对；请在“上报来源”页核对来源名称，或换一个口令（Authorization: Bearer 口令）"
TOO_MUCH = f"内容超过 {inbound_door.MOST_BYTES // 1024 // 1024} MB；请分批发送（Alertmanager 设 max_alerts）"


@login_not_required
@csrf_exempt
@never_cache
def report(request: HttpRequest, place: str) -> HttpResponse:
    """Token first, then how often, how much and in what form; an unknown source answers as a wrong token does."""
    now = clock.now()
    if request.method != "POST":
        answer = _json({"error": "这个地址只接收 POST"}, 405)
        answer["Allow"] = "POST"
        return answer
    source = inbound.admitted(place, _token(request))
    if source is None:
        return _stranger(request, place, now)
    if not inbound_door.may_pass(f"source:{source.key}", MOST_A_MINUTE, now):
        return _refuse(place, InboundRefusal.RATE, f"每分钟最多 {MOST_A_MINUTE} 次，请稍后再发", now)
    try:
        return _json(TAKERS[source.kind](source, inbound_door.body_of(request), now), 200)
    except inbound_door.TooMuch:
        return _refuse(place, InboundRefusal.SIZE, TOO_MUCH, now)
    except reading.BadBody as bad:
        return _refuse(place, InboundRefusal.FORM, str(bad), now, where=bad.place)


def _token(request: HttpRequest) -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.casefold() == "bearer" else ""


def _stranger(request: HttpRequest, place: str, now: datetime) -> HttpResponse:
    """Count it at the source that was named, or at none; whoever keeps guessing is not listened to any more."""
    known = inbound.standing(place)
    why = InboundRefusal.TOKEN if known else InboundRefusal.UNKNOWN
    at = place if known else ""
    if not inbound_door.may_pass(f"stranger:{request.META.get('REMOTE_ADDR', '')}", MOST_STRANGERS_A_MINUTE, now):
        return _refuse(at, InboundRefusal.RATE, "口令错误的请求太多，请稍后再发", now)
    given = "没有带口令" if not _token(request) else "口令不对"
    inbound.refuse(at, why, f"{given}，来自 {request.META.get('REMOTE_ADDR', '未知地址')}", now)
    answer = _json({"error": NOT_ADMITTED}, STATUS[why])
    answer["WWW-Authenticate"] = "Bearer"
    return answer


def _refuse(place: str, why: InboundRefusal, words: str, now: datetime, where: str = "") -> HttpResponse:
    inbound.refuse(place, why, words, now)
    answer = _json({"error": words, "reason": why.value, **({"place": where} if where else {})}, STATUS[why])
    if why is InboundRefusal.RATE:
        answer["Retry-After"] = str(inbound_door.wait_seconds(now))
    return answer


def _take_system(source: Admitted, body: bytes, now: datetime) -> dict[str, object]:
    taken = take_system(source.key, reading.system_report(body), now)
    if taken is None:
        return {"ok": True, "heartbeat": True}
    answer = {"ok": True, "key": taken.key, "alert": taken.alert, "firing": taken.firing, "resolved": taken.resolved}
    return {**answer, "note": "这件事已有人判为误报或了结，没有再次通知"} if taken.muted else answer


def _take_complaints(source: Admitted, body: bytes, now: datetime) -> dict[str, object]:
    some = reading.complaints(body)
    take_complaints(source.key, some, now)
    return {"ok": True, "complaints": len({one.key for one in some})}


def _by_link(source: Admitted, body: bytes, now: datetime) -> dict[str, object]:
    raise reading.BadBody("", "这个来源是一线上报链接，不接收推送；请在“上报来源”页另建系统告警或投诉数据来源")


TAKERS: Mapping[SourceKind, Callable[[Admitted, bytes, datetime], dict[str, object]]] = {
    SourceKind.SYSTEM: _take_system,
    SourceKind.COMPLAINTS: _take_complaints,
    SourceKind.FRONT_LINE: _by_link,
}


def _json(content: Mapping[str, object], status: int) -> JsonResponse:
    return JsonResponse(content, status=status, json_dumps_params={"ensure_ascii": False})
