"""One request as the routes see it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from aiohttp import web

from domain.identity import IdentityKind
from drill.sites.trouble import Fault
from drill.sites.weibo.register import Bearer
from drill.sites.weibo.world import World

Json = dict[str, Any]
Reply = Json | str | web.Response
"""What a route gives: data for a JSON answer, a page, or a whole answer of its own."""


@dataclass(frozen=True, kw_only=True)
class Ask:
    """Who asks what of which world at what moment of the site's clock; `form` is what was posted."""

    world: World
    who: Bearer
    now: datetime
    url: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    form: Mapping[str, str]
    fault: Fault | None = None

    @property
    def page(self) -> int:
        """The page asked for, 1 where none is."""
        return max(1, self.number("page", 1))

    @property
    def is_account(self) -> bool:
        """Whether somebody is logged in."""
        return self.who.kind is IdentityKind.ACCOUNT

    def with_fault(self, fault: Fault | None) -> "Ask":
        """The same request, with the fault that its route shows."""
        return replace(self, fault=fault) if fault else self

    def number(self, name: str, default: int = 0) -> int:
        """A whole number of the query; the default where it is missing or none."""
        written = self.query.get(name, "")
        return int(written) if written.isascii() and written.isdecimal() else default


Route = Callable[[Ask], Reply | Awaitable[Reply]]
