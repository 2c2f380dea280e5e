"""Single cookies out of a pasted header, a cookies.txt or an extension's JSON; pure, knows nothing of Weibo."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

LONGEST_TEXT = 1_000_000
QUOTES = "\"'`“”‘’"
PREFIX = re.compile(r"""^(?:-H\s+|--header\s+|-b\s+|--cookie\s+)?["'`“‘]*\s*(?:Cookie\s*[:：])?\s*""", re.IGNORECASE)
NAME = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
NEW_PAIR = re.compile(
    r"\s*(?:SUBP?|ALF|SCF|WBPSESS|XSRF-TOKEN|SSOLoginState|_T_WM|MLOGIN|WEIBOCN_FROM|M_WEIBOCN_PARAMS)="
)
HTTP_ONLY = "#HttpOnly_"


class BadCookies(ValueError):
    """What was pasted cannot be used; the message says where it is wrong and what to do, never a value."""


@dataclass(frozen=True, kw_only=True)
class Crumb:
    """One cookie and where it stood; `domain` is empty and `expires_at` None where the source does not tell."""

    name: str
    value: str = field(repr=False)
    domain: str = ""
    expires_at: datetime | None = None
    place: str = ""


def crumbs_of(text: str) -> tuple[Crumb, ...]:
    """Every cookie in the text, whatever its form; raises BadCookies."""
    if len(text) > LONGEST_TEXT:
        raise BadCookies("内容超过 1 MB，不像是 Cookie；请只导出微博的 Cookie")
    bare = text.removeprefix("\ufeff").strip()
    if not bare:
        raise BadCookies("Cookie 是空的；请在浏览器登录微博后复制")
    if bare[0] in "[{":
        return tuple(_of_json(bare))
    return tuple(_of_netscape(bare) if _is_table(bare) else _of_header(bare))


def is_export(text: str) -> bool:
    """Whether this is a file of a browser, which names domains, and not a pasted header."""
    bare = text.removeprefix("\ufeff").strip()
    return bare[:1] in {"[", "{"} or _is_table(bare)


def _is_table(text: str) -> bool:
    return any(line.count("\t") >= 6 for line in text.splitlines())


def _of_header(text: str) -> Iterator[Crumb]:
    """Pairs of a header; a line break ends a pair where a known name follows, else it is a wrapped line."""
    bare = PREFIX.sub("", text).strip().strip(QUOTES)
    lines = [line.strip().rstrip("\\").strip() for line in bare.splitlines()]
    joined = lines[0] if lines else ""
    for line in lines[1:]:
        joined += f"; {line}" if NEW_PAIR.match(line) else line
    for number, pair in enumerate((part.strip() for part in joined.split(";")), 1):
        if not pair:
            continue
        name, equals, value = pair.partition("=")
        if not equals or not NAME.fullmatch(name.strip()):
            raise BadCookies(f"第 {number} 段不是“名称=值”；请从浏览器请求里完整复制 Cookie 一行")
        yield Crumb(name=name.strip(), value=value.strip().strip(QUOTES), place=f"第 {number} 段 ")


def _of_netscape(text: str) -> Iterator[Crumb]:
    """Lines of domain, subdomains, path, secure, expiry, name, value."""
    for number, line in enumerate(text.splitlines(), 1):
        bare = line.removeprefix(HTTP_ONLY).strip("\r\n ")
        if not bare or bare.startswith("#"):
            continue
        fields = bare.split("\t")
        if len(fields) != 7 or not NAME.fullmatch(fields[5]):
            raise BadCookies(f"第 {number} 行不是 cookies.txt 的七栏（以制表符分隔）；请重新导出，不要手工改动")
        yield Crumb(
            name=fields[5],
            value=fields[6].strip(QUOTES),
            domain=fields[0],
            expires_at=_moment(fields[4], f"第 {number} 行"),
            place=f"第 {number} 行 ",
        )


def _of_json(text: str) -> Iterator[Crumb]:
    try:
        found = json.loads(text)
    except (json.JSONDecodeError, RecursionError):
        raise BadCookies("以 [ 或 { 开头，却不是完整的 JSON；请重新导出，或改为复制 Cookie 一行") from None
    if isinstance(found, dict) and isinstance(found.get("cookies"), list):
        found = found["cookies"]
    if isinstance(found, dict):
        found = [{"name": name, "value": value} for name, value in found.items()]
    for number, entry in enumerate(found, 1):
        yield _entry(entry, f"第 {number} 项")


def _entry(entry: object, place: str) -> Crumb:
    if not isinstance(entry, Mapping):
        raise BadCookies(f"{place}不是一个 Cookie；请用浏览器扩展重新导出 JSON")
    name, value = entry.get("name"), entry.get("value")
    if not isinstance(name, str) or not NAME.fullmatch(name) or not isinstance(value, str):
        raise BadCookies(f"{place}缺少 name 或 value；请用浏览器扩展重新导出 JSON")
    end = next((entry[key] for key in ("expirationDate", "expires", "expiry") if entry.get(key) is not None), None)
    domain = entry.get("domain") or entry.get("host") or ""
    return Crumb(
        name=name,
        value=value.strip(QUOTES),
        domain=str(domain),
        expires_at=_moment(end, place),
        place=f"{place} ",
    )


def _moment(written: object, place: str) -> datetime | None:
    """An expiry in epoch seconds; 0, -1 and nothing stand for a session cookie."""
    if written is None or written in {"", "Session", "session"}:
        return None
    try:
        seconds = float(written)  # type: ignore[arg-type]  # what is no number raises
        return datetime.fromtimestamp(seconds, UTC) if seconds > 0 else None
    except (TypeError, ValueError, OverflowError, OSError):
        raise BadCookies(f"{place}的到期时间看不懂；请重新导出，不要手工改动") from None
