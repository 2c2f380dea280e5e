"""What browsers are told about every answer: where it may load from, and that it is for nobody else to keep."""

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

STRICT: Mapping[str, str] = {
    "default-src": "'none'",
    "style-src": "'self'",
    "font-src": "'self'",
    "img-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}

# The shell's Alpine reads its attributes with Function(), and charts set styles; scripts still come from here alone.
SHELL: Mapping[str, str] = {
    **STRICT,
    "script-src": "'self' 'unsafe-eval'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
}


def policy(rules: Mapping[str, str]) -> str:
    """The value of a Content-Security-Policy header."""
    return "; ".join(f"{name} {sources}" for name, sources in rules.items())


class SecurityHeaders:
    """Gives every answer a policy: strict for whoever is not logged in, and where a page asked for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add what the page itself did not set."""
        response = self.get_response(request)
        known = bool(getattr(request, "user", None) and request.user.is_authenticated)
        response.headers.setdefault("Content-Security-Policy", policy(SHELL if known else STRICT))
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        if known:
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response


def strict(response: HttpResponseBase) -> HttpResponseBase:
    """Mark a page that runs no script at all."""
    response.headers["Content-Security-Policy"] = policy(STRICT)
    return response
