"""Log in is needed everywhere, except where a page says that a signed link or the log-in form is enough."""

from django.contrib.auth.middleware import LoginRequiredMiddleware


class LoginRequired(LoginRequiredMiddleware):
    """Django's own middleware: views are closed unless marked with `login_not_required`."""
