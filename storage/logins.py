"""Log-ins by QR code that are under way."""

from datetime import datetime, timedelta

from domain.login import ENDED_LOGINS, LoginState
from storage.models import Login

KEPT_FOR = timedelta(days=30)
STALE = timedelta(minutes=10)
ENDED = [state.value for state in ENDED_LOGINS]


def ask(by: str, now: datetime) -> tuple[int, bool]:
    """A log-in that somebody wants, and whether it is new; one that is still under way is joined."""
    running = Login.objects.exclude(state__in=ENDED).filter(changed_at__gt=now - STALE).order_by("-id").first()
    if running is not None:
        return running.pk, False
    return Login.objects.create(asked_by=by[:80], asked_at=now, changed_at=now).pk, True


def newest(within: timedelta, now: datetime) -> Login | None:
    """The newest log-in that changed lately."""
    return Login.objects.filter(changed_at__gt=now - within).order_by("-id").first()


def show(login: int, picture: bytes, now: datetime) -> None:
    """The code is there to be scanned."""
    Login.objects.filter(pk=login).exclude(state__in=ENDED).update(
        state=LoginState.SHOWN.value, picture=picture, changed_at=now
    )


def move(login: int, state: LoginState, now: datetime, *, words: str = "") -> None:
    """It has come further; at its end the code is wiped. A log-in ends once."""
    changes = {"state": state.value, "words": words[:200], "changed_at": now}
    if state in ENDED_LOGINS:
        changes["picture"] = b""
    Login.objects.filter(pk=login).exclude(state__in=ENDED).update(**changes)


def forget_before(now: datetime) -> None:
    """Delete log-ins of long ago."""
    Login.objects.filter(changed_at__lt=now - KEPT_FOR).delete()
