"""One question to one of Weibo's hosts and its answer, whoever carries it: a crawl's engine or a client of its own."""

import json
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from crawlers.identities.cookie_files import NAME
from crawlers.identities.cookies import SENDABLE
from domain.identity import CookieDomain

JSONP = re.compile(r"^[^({\[]*\((.*)\)\s*;?\s*$", re.DOTALL)
GONE_VALUES = frozenset({"", "deleted"})


class NoAnswer(RuntimeError):
    """A question that got no answer, or one that nobody understands; the message says in Chinese which and why."""


@dataclass(frozen=True, kw_only=True)
class Ask:
    """A GET, or a POST where there is a form; redirects are never followed. Its address may hold a credential."""

    url: str = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    form: Mapping[str, str] | None = field(default=None, repr=False)

    def body(self) -> bytes:
        """The form as it is sent."""
        return urlencode(self.form or {}).encode("ascii")

    def where(self) -> str:
        """Host and path, for people; never the query, which holds secrets."""
        parts = urlsplit(self.url)
        return f"{parts.netloc}{parts.path}"[:120]


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What came back; `set_cookies` are raw headers, `logged_in` is the account's number where the site said it."""

    url: str = field(repr=False)
    status: int
    body: bytes = field(default=b"", repr=False)
    location: str | None = field(default=None, repr=False)
    set_cookies: tuple[str, ...] = field(default=(), repr=False)
    logged_in: str = ""

    def data(self) -> Mapping[str, Any]:
        """The object in a JSON or JSONP body; raises NoAnswer."""
        text = self.body.decode("utf-8", "replace").strip()
        match = JSONP.match(text)
        try:
            found = json.loads(match[1] if match else text)
        except (json.JSONDecodeError, RecursionError):
            found = None
        if not isinstance(found, Mapping):
            parts = urlsplit(self.url)
            raise NoAnswer(f"{parts.netloc}{parts.path} 的答复看不懂（状态码 {self.status}）")
        return found

    def cookies(self, home: CookieDomain, now: datetime, *, named: bool = False) -> dict[str, str | None]:
        """What it set for a domain, None where it took a cookie away; cookies of other domains are left out.

        A cookie that names no domain counts as the asked host's own, unless only `named` ones are wanted.
        """
        found: dict[str, str | None] = {}
        for raw in self.set_cookies:
            name, value, domain, over = _set_cookie(raw, now)
            if name and ((not domain and not named) or domain == home or domain.endswith(f".{home}")):
                found[name] = None if over else value
        return found


Fetch = Callable[[Ask], Awaitable[Reply]]


def merged(cookies: Mapping[str, str], news: Mapping[str, str | None]) -> dict[str, str]:
    """Cookies with what an answer set and took away."""
    both = {**cookies, **news}
    return {name: value for name, value in both.items() if value is not None}


def _set_cookie(raw: str, now: datetime) -> tuple[str, str, str, bool]:
    """Name, value, domain without its dot, and whether it is over; an empty name for what is no cookie."""
    pair, *attributes = raw.split(";")
    name, _, value = (part.strip() for part in pair.partition("="))
    told = {key.strip().lower(): text.strip() for key, _, text in (one.partition("=") for one in attributes)}
    value = value.strip('"')
    if not NAME.fullmatch(name) or not SENDABLE.fullmatch(value):
        return "", "", "", False
    over = value in GONE_VALUES or told.get("max-age") == "0" or _is_past(told.get("expires", ""), now)
    return name, value, told.get("domain", "").lstrip(".").lower(), over


def _is_past(expires: str, now: datetime) -> bool:
    try:
        end = parsedate_to_datetime(expires.replace("-", " "))
    except ValueError:
        return False
    return end.timestamp() < now.timestamp()
