"""Error codes of the official interfaces: what each means, how a crawl takes it, and what a person can do.

Format: every answer is JSON with `errcode` (0 or missing for success) and `errmsg`, which ends in `rid: …`, the number
that the platform's support asks for.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from crawlers.pages.answer import Answer
from domain.refusal import MEANINGS, Refusal

RID = re.compile(r"rid:?\s*([0-9A-Za-z-]{6,60})")
ADDRESS = re.compile(r"(?:\d{1,3}\.){3}\d{1,3}|[0-9a-fA-F:]*::?[0-9a-fA-F:]+(?=[,\s])")
BUSY = -1
STALE = frozenset({40001, 40014, 42001})
"""The token is no longer good: a new one is fetched once."""
QUOTA, MINUTE = 45009, 45011


@dataclass(frozen=True, kw_only=True)
class Code:
    """What one code means; `cure` is empty where that of the refusal says it all."""

    refusal: Refusal
    words: str
    cure: str = ""


def _code(refusal: Refusal, words: str, cure: str = "") -> Code:
    return Code(refusal=refusal, words=words, cure=cure)


OURS = "这是本程序的请求写法与平台不一致，请联系维护人员"
CODES: Mapping[int, Code] = {
    BUSY: _code(Refusal.SERVER_ERROR, "系统繁忙", "已重试一次；下一轮会自动再试"),
    40001: _code(
        Refusal.CREDENTIALS, "凭证无效，刷新后仍无效", "请核对 AppSecret，并确认没有别的程序在反复刷新同一账号的凭证"
    ),
    40014: _code(Refusal.CREDENTIALS, "凭证不合法，刷新后仍不合法", "请确认接口地址没有填成别的平台"),
    42001: _code(Refusal.CREDENTIALS, "凭证已过期，刷新后仍过期", "请校准本机时钟；仍出现请联系维护人员"),
    40013: _code(Refusal.CREDENTIALS, "AppID 不合法", "请核对 [official_account] appid"),
    40125: _code(Refusal.CREDENTIALS, "AppSecret 不对", "AppSecret 可能已重置，请到平台后台取新的填入 secret"),
    40243: _code(Refusal.CREDENTIALS, "AppSecret 已被冻结", "请到平台后台解冻 AppSecret"),
    40164: _code(Refusal.ADDRESS, "出口 IP 不在白名单"),
    61004: _code(Refusal.ADDRESS, "出口 IP 未在第三方平台登记", "请到第三方平台后台登记这个出口 IP"),
    43002: _code(Refusal.CHANGED_LAYOUT, "要求用 POST", OURS),
    44002: _code(Refusal.CHANGED_LAYOUT, "请求正文为空", OURS),
    47001: _code(Refusal.CHANGED_LAYOUT, "请求正文解析不了", OURS),
    61500: _code(Refusal.CHANGED_LAYOUT, "日期格式不对", OURS),
    65416: _code(Refusal.CHANGED_LAYOUT, "客服记录的参数不对", OURS),
    65417: _code(Refusal.CHANGED_LAYOUT, "客服记录的时间跨度不对", OURS),
    QUOTA: _code(Refusal.QUOTA, "今日调用次数已用完", "零点后自动恢复，在此之前不再询问这个接口"),
    MINUTE: _code(Refusal.RATE_LIMIT, "一分钟内调用过多", "已等一分钟重试过；仍出现请把这项采集的间隔调大"),
    45015: _code(Refusal.UNAUTHORISED, "超过 48 小时不能再与该客户互动", "这是客服回复的限制，不影响收取"),
    45047: _code(Refusal.RATE_LIMIT, "客服消息条数过多", "这是客服回复的限制，不影响收取"),
    48001: _code(
        Refusal.UNAUTHORISED,
        "没有这个接口的权限",
        "个人号、未认证和不可认证的账号 2025 年 7 月起没有这些接口；请先认证",
    ),
    48004: _code(Refusal.BANNED, "这个接口被封禁", "请登录平台后台查看封禁通知"),
    50002: _code(Refusal.BANNED, "账号受限", "账号可能被处罚或冻结，请登录平台后台查看"),
    65400: _code(Refusal.UNAUTHORISED, "没有开通新版客服功能", "请在平台后台开通客服功能，或关闭 service_records"),
    88000: _code(
        Refusal.UNAUTHORISED, "没有留言权限", "请在平台后台开通留言功能；开不通就把 own_comments_minutes 设为 0"
    ),
    88001: _code(Refusal.DELETED, "没有这条群发或它已删除"),
}
"""Closed: an answer with any other code stops the crawl and is never tried again by itself."""


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What an answer that is no success says; `rid` and `address` are empty where it names none."""

    code: int
    meaning: Code
    rid: str
    address: str

    def shown(self) -> str:
        """For people: the code, its meaning, the refused address, what to do, and the number for the support."""
        refused = f"，被拒绝的地址是 {self.address}" if self.address else ""
        rid = f"；rid {self.rid}" if self.rid else ""
        return f"错误码 {self.code}，{self.meaning.words}{refused}；{self.cure()}{rid}"

    def cure(self) -> str:
        """What a person can do."""
        return self.meaning.cure or MEANINGS[self.meaning.refusal].cure


def verdict_of(body: bytes) -> Verdict | None:
    """What an answer declines with; None for a success and for what is no JSON object, which a parser looks at."""
    try:
        given = json.loads(body)
    except (ValueError, RecursionError):
        return None
    code = given.get("errcode", 0) if isinstance(given, dict) else 0
    if type(code) is not int or code == 0:
        return None
    said = given.get("errmsg")
    words = said if isinstance(said, str) else ""
    rid, address = RID.search(words), ADDRESS.search(words.partition("rid")[0] + " ")
    unknown = _code(Refusal.UNKNOWN_CODE, f"平台说“{words[:60]}”" if words else "平台没有说明")
    meaning = CODES.get(code, unknown)
    return Verdict(
        code=code,
        meaning=meaning,
        rid=rid[1] if rid else "",
        address=address[0] if address and meaning.refusal is Refusal.ADDRESS else "",
    )


def official_refusal(answer: Answer) -> Refusal | None:
    """Why an answer of an official interface is no data; None where a parser may look at it."""
    if answer.status >= 500:
        return Refusal.SERVER_ERROR
    if answer.status == 404:
        return Refusal.GONE
    if answer.status != 200:
        return Refusal.ELSEWHERE if answer.is_redirect() else Refusal.FORBIDDEN
    verdict = verdict_of(answer.body)
    return verdict.meaning.refusal if verdict else None
