"""Posts that matter: which to ask for now, and whether they are still there."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from domain.absence import Absence, Gone
from domain.day import bucket_of
from domain.post import Channel, PostKind
from domain.revisit import next_visit
from domain.target import Target
from storage.editions import clean
from storage.models import AlertPost, Mention, Post, Proof, Standing
from storage.watches import active

WITHIN = timedelta(days=3)
PROVE_WITHIN = timedelta(days=7)
LOUD = 100_000
WEIBO = Channel.WEIBO.value
ASKABLE = (PostKind.POST.value, PostKind.REPOST.value)


@dataclass(frozen=True, kw_only=True)
class Stands:
    """What is known of a post's being there; None where it was never asked for or is not gone."""

    last_seen_at: datetime | None
    gone_at: datetime | None
    how: Absence | None
    notice: str
    due_at: datetime | None


def begin(now: datetime, heat_line: int) -> int:
    """Follow the posts of the last three days that matter and are not followed yet; returns how many began."""
    begun = 0
    for watch in active():
        rows = Mention.objects.filter(watch_id=watch.key, channel=WEIBO, bucket__gte=bucket_of(now - WITHIN))
        some = _that_matter(rows, heat_line, watch.accounts).values_list("post__native_id", "post__author_key")
        new = [
            Standing(channel=WEIBO, native_id=native, author_key=author, began_at=now, due_at=now)
            for native, author in some
        ]
        begun += len(Standing.objects.bulk_create(new, ignore_conflicts=True))
    return begun


def due(now: datetime, limit: int) -> tuple[Target, ...]:
    """What to ask for now: what must be proved first, then texts that are cut, then what the plan says."""
    found: dict[str, Target] = {}
    for native, author in _unproved(now).values_list("post__native_id", "post__author_key")[:limit]:
        found[native] = Target(key=native, author=author, proof=True)
    for rows in (_cut(now), Standing.objects.filter(channel=WEIBO, due_at__lte=now).order_by("due_at", "pk")):
        for native, author in rows.values_list("native_id", "author_key")[:limit]:
            found.setdefault(native, Target(key=native, author=author))
    return tuple(found.values())[:limit]


def seen(channel: Channel, native: str, at: datetime) -> None:
    """The post was there; one that had been hidden is back."""
    row = _row(channel, native, at)
    row.last_seen_at, row.gone_at, row.how, row.notice = at, None, "", ""
    _planned(row, at).save()


def gone(notice: Gone, at: datetime) -> None:
    """A notice stood in its place; the first one counts, a plainer reason may follow."""
    if not notice.native_id:
        return
    row = _row(notice.channel, notice.native_id, at)
    row.gone_at = row.gone_at or at
    row.last_seen_at = row.last_seen_at or _last_collected(notice.channel, notice.native_id)
    row.how, row.notice = notice.why.value, clean(notice.words)[:200]
    _planned(row, at).save()


def of(channel: Channel, native: str) -> Stands | None:
    """How a post stands; None where it was never followed."""
    row = Standing.objects.filter(channel=channel.value, native_id=native).first()
    if row is None:
        return None
    return Stands(
        last_seen_at=row.last_seen_at,
        gone_at=row.gone_at,
        how=Absence(row.how) if row.how else None,
        notice=row.notice,
        due_at=row.due_at,
    )


def forget(before: datetime) -> int:
    """Delete standings of posts that began to matter before a moment and are not asked for any more."""
    deleted, _ = Standing.objects.filter(began_at__lt=before, due_at__isnull=True).delete()
    return deleted


def _that_matter(rows: QuerySet[Mention], heat_line: int, accounts: Collection[str]) -> QuerySet[Mention]:
    """Hot, loud, by one's own account, or shown by an alert; not followed yet."""
    followed = Standing.objects.filter(channel=WEIBO, native_id=OuterRef("post__native_id"))
    shown = AlertPost.objects.filter(post_id=OuterRef("post_id"))
    heat = sum((Coalesce(F(f"post__{name}"), 0) for name in ("comments", "likes")), Coalesce(F("post__reposts"), 0))
    rows = rows.filter(~Exists(followed), post__kind__in=ASKABLE).annotate(heat=heat)
    own = Q(post__author_key__in=accounts) if accounts else Q(pk__in=[])
    return rows.filter(own | Q(heat__gte=heat_line) | Q(post__followers__gte=LOUD) | Exists(shown))


def _unproved(now: datetime) -> QuerySet[AlertPost]:
    rows = AlertPost.objects.filter(post__channel=WEIBO, post__kind__in=ASKABLE)
    rows = rows.filter(~Exists(Proof.objects.filter(post_id=OuterRef("post_id"))))
    return rows.filter(alert__detected_at__gte=now - PROVE_WITHIN).order_by("alert__grade", "-alert_id", "rank")


def _cut(now: datetime) -> QuerySet[Post]:
    """Posts of which only the beginning is known and that were never asked for."""
    followed = Standing.objects.filter(channel=WEIBO, native_id=OuterRef("native_id"))
    rows = Post.objects.filter(~Exists(followed), published_at__gte=now - WITHIN, channel=WEIBO, cut=True)
    return rows.filter(kind__in=ASKABLE).order_by("-published_at", "-pk")


def _row(channel: Channel, native: str, at: datetime) -> Standing:
    with transaction.atomic():
        row, _ = Standing.objects.get_or_create(
            channel=channel.value, native_id=native[:120], defaults={"began_at": at, "due_at": None}
        )
    return row


def _planned(row: Standing, at: datetime) -> Standing:
    """The plan goes on; a post that only its text was asked of has none."""
    if row.due_at is not None:
        row.due_at = next_visit(row.began_at, at)
    return row


def _last_collected(channel: Channel, native: str) -> datetime | None:
    rows = Post.objects.filter(channel=channel.value, native_id=native).order_by("-edition")
    return rows.values_list("collected_at", flat=True).first()
