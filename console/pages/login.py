"""Log-in with a wait after repeated failures, and the way into the administration."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.decorators import method_decorator

from console import clock, headers, throttle
from domain.day import spoken_span


class LoginForm(AuthenticationForm):
    """Django's form, in our words, deaf for a while to whoever guesses."""

    error_messages = {
        "invalid_login": "用户名或密码不对，请再试一次（密码区分大小写）。忘记密码请找管理员重设。",
        "inactive": "这个账号已停用，请联系管理员。",
    }

    def clean(self) -> dict[str, Any]:
        """Check the password, unless there were too many failures just now."""
        name, address, now = self.data.get("username", ""), _address(self.request), clock.now()
        waiting = throttle.wait(throttle.failures(name, address), now)
        if waiting is not None:
            minutes = spoken_span(waiting + timedelta(minutes=1))
            raise forms.ValidationError(
                f"连续输错次数过多，请 {minutes}后再试。忘记密码请找管理员重设。", code="throttled"
            )
        try:
            cleaned = super().clean()
        except forms.ValidationError:
            throttle.add_failure(name, address, now)
            raise
        throttle.forgive(name, address)
        return cleaned


@method_decorator(login_not_required, name="dispatch")
class Login(LoginView):
    """The form on a page that runs no script."""

    form_class = LoginForm
    template_name = "console/login.html"
    redirect_authenticated_user = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401
        """Strict headers on whatever comes of it."""
        return headers.strict(super().dispatch(request, *args, **kwargs))


@login_not_required
def admin_login(request: HttpRequest) -> HttpResponse:
    """The administration has no log-in of its own; whoever is logged in and lands here may not enter it."""
    if request.user.is_authenticated:
        raise PermissionDenied("这个账号没有后台权限，请联系管理员。")
    following = urlencode({"next": request.GET.get("next") or reverse("admin:index")})
    return HttpResponseRedirect(f"{reverse('login')}?{following}")


def _address(request: HttpRequest | None) -> str:
    return request.META.get("REMOTE_ADDR", "") if request else ""
