"""Visits to the replica of Weibo over HTTP, with the headers that a browser would send."""

import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from drill.stage import Stage

FETCH: dict[str, Any] = {
    "Sec-Fetch-Mode": "cors",
    "X-Requested-With": "XMLHttpRequest",
    "Referer": "https://weibo.com/",
}
NOBODY = ""


@dataclass(frozen=True, kw_only=True)
class Got:
    """One answer; `cookies` are the Set-Cookie lines."""

    status: int
    location: str
    body: bytes
    cookies: tuple[str, ...]
    headers: Mapping[str, str]

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def data(self) -> Any:
        return json.loads(self.body)

    def given(self, name: str) -> str:
        """The value of a cookie that was set."""
        return next(line for line in self.cookies if line.startswith(f"{name}=")).split(";")[0].partition("=")[2]


def visit(
    url: str, cookie: str = NOBODY, *, form: Mapping[str, str] | None = None, timeout: float = 10, **headers: str
) -> Got:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=timeout)
    sent = {name.replace("_", "-"): value for name, value in headers.items()} | ({"Cookie": cookie} if cookie else {})
    body = urlencode(form) if form is not None else None
    if form is not None:
        sent["Content-Type"] = "application/x-www-form-urlencoded"
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("GET" if form is None else "POST", path, body=body, headers=sent)
        answer = connection.getresponse()
        return Got(
            status=answer.status,
            location=answer.getheader("Location") or "",
            body=answer.read(),
            cookies=tuple(answer.headers.get_all("Set-Cookie") or ()),
            headers=dict(answer.getheaders()),
        )
    finally:
        connection.close()


def search(stage: Stage, query: str, cookie: str | None = None, **more: Any) -> Got:
    asked = urlencode({"q": query, **more}, quote_via=quote)
    return visit(f"{stage.weibo_url}/weibo?{asked}", stage.cookie if cookie is None else cookie)


def ajax(stage: Stage, path: str, cookie: str | None = None, **asked: Any) -> Got:
    url = f"{stage.weibo_web_url}/ajax/{path}?{urlencode(asked)}"
    return visit(url, stage.cookie if cookie is None else cookie, **FETCH)


def mobile(stage: Stage, path: str, cookie: str | None = None, **asked: Any) -> Got:
    url = f"{stage.weibo_mobile_url}/{path}?{urlencode(asked)}"
    return visit(url, stage.mobile_cookie if cookie is None else cookie)
