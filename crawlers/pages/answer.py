"""What a site answered, before anybody tries to read it."""

from dataclasses import dataclass, field
from urllib.parse import SplitResult, urljoin, urlsplit

from domain.refusal import Refusal

REDIRECTS = frozenset({301, 302, 303, 307, 308})
PLAIN_REFUSALS = {
    401: Refusal.LOGIN,
    403: Refusal.FORBIDDEN,
    404: Refusal.GONE,
    410: Refusal.GONE,
    414: Refusal.RATE_LIMIT,
    418: Refusal.RATE_LIMIT,
    429: Refusal.RATE_LIMIT,
    432: Refusal.FORBIDDEN,
}


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One HTTP answer; `location` is the raw header of a redirect, None where there is none."""

    url: str
    status: int
    body: bytes = field(default=b"", repr=False)
    location: str | None = None

    def is_redirect(self) -> bool:
        """Whether the site sends us to another address."""
        return self.status in REDIRECTS and self.location is not None

    def target(self) -> SplitResult:
        """Where a redirect leads to, made absolute."""
        return urlsplit(urljoin(self.url, self.location or ""))

    def stays(self) -> bool:
        """Whether a redirect leads to the same host and port."""
        return self.target().netloc == urlsplit(self.url).netloc


def refusal_by_status(status: int) -> Refusal | None:
    """What an HTTP status alone says; None where it says nothing against reading the page."""
    if status in PLAIN_REFUSALS:
        return PLAIN_REFUSALS[status]
    if status >= 500:
        return Refusal.SERVER_ERROR
    return Refusal.FORBIDDEN if status >= 400 else None
