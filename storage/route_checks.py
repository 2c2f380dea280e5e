"""How the ways of collecting stand, and something that is known to be there to ask them for."""

from datetime import datetime, timedelta

from django.db.models import Exists, F, Max, OuterRef
from django.db.models.functions import Coalesce

from domain.identity import IdentityKind
from domain.post import Channel, PostKind
from domain.refusal import refusal_of
from domain.route_check import RouteCheck as Noun
from domain.route_check import RouteStanding, RouteState
from domain.target import Target
from storage.editions import clean
from storage.models import Post, RouteCheck, Standing

FRESH, OLD = timedelta(hours=1), timedelta(days=7)


def keep(check: Noun) -> None:
    """Write the newest check of a way; a state that goes on keeps its beginning.

    A way that had changed and could not be tried this time is still held to have changed: nobody saw it work.
    """
    before = RouteCheck.objects.filter(channel=check.channel.value, route=check.route).first()
    if before is not None and before.state == RouteState.CHANGED.value and check.state is RouteState.UNTRIED:
        return
    goes_on = before is not None and before.state == check.state.value
    good = check.at if check.state is RouteState.WORKS else (before.good_at if before else None)
    row = {
        "name": check.name,
        "host": check.host,
        "state": check.state.value,
        "identity": check.identity.value if check.identity else "",
        "refusal": check.refusal.value if check.refusal else "",
        "words": clean(check.words)[:300],
        "checked_at": check.at,
        "since": before.since if before is not None and goes_on else check.at,
        "good_at": good,
    }
    RouteCheck.objects.update_or_create(channel=check.channel.value, route=check.route, defaults=row)


def standings(since: datetime | None = None) -> tuple[RouteStanding, ...]:
    """Every way that was ever checked, or checked from a moment on, in the order in which they were first asked."""
    rows = RouteCheck.objects.order_by("pk")
    return tuple(_standing(row) for row in (rows if since is None else rows.filter(checked_at__gte=since)))


def newest_at() -> datetime | None:
    """When anything was checked last; None for never."""
    newest: datetime | None = RouteCheck.objects.aggregate(newest=Max("checked_at"))["newest"]
    return newest


def known_post(now: datetime) -> tuple[Target, ...]:
    """The Weibo post of the last week under which most was written, and which is not known to be gone; or none."""
    gone = Standing.objects.filter(channel=OuterRef("channel"), native_id=OuterRef("native_id"), gone_at__isnull=False)
    rows = Post.objects.filter(
        ~Exists(gone),
        channel=Channel.WEIBO.value,
        kind=PostKind.POST.value,
        published_at__gte=now - OLD,
        published_at__lt=now - FRESH,
        comments__gt=0,
        reposts__gt=0,
    )
    best = rows.order_by(Coalesce(F("comments"), 0).desc(), "-pk").values_list("native_id", "author_key").first()
    return (Target(key=best[0], author=best[1]),) if best else ()


def _standing(row: RouteCheck) -> RouteStanding:
    check = Noun(
        channel=Channel(row.channel),
        route=row.route,
        name=row.name,
        host=row.host,
        state=RouteState(row.state),
        at=row.checked_at,
        identity=IdentityKind(row.identity) if row.identity else None,
        refusal=refusal_of(row.refusal),
        words=row.words,
    )
    return RouteStanding(check=check, since=row.since, good_at=row.good_at)
