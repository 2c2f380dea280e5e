"""What is known of the accounts behind posts, for as long as the work needs it."""

from datetime import datetime, timedelta

from django.db.models import Case, Exists, F, IntegerField, Max, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from domain.post import Author, Channel, Verification
from domain.profile import Profile
from domain.score import Polarity
from domain.target import Target
from storage.editions import clean
from storage.models import Account, Mention, Post

WITHIN = timedelta(hours=24)
VALID = timedelta(days=7)
WEIGHTY = (Verification.MEDIA.value, Verification.GOVERNMENT.value, Verification.ORGANISATION.value)


def wanted(now: datetime, limit: int) -> tuple[Target, ...]:
    """Authors of negative posts of the last day whose reach nobody told, the weightiest first; what is known is filled.

    An account that was asked within a week is not asked again, also where the platform knew none.
    """
    fill(now)
    known = Account.objects.filter(channel=OuterRef("channel"), key=OuterRef("author_key"), read_at__gte=now - VALID)
    weight = Case(
        When(verification__in=WEIGHTY, then=Value(2)),
        When(verification=Verification.PERSON.value, then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )
    heat = sum((Coalesce(F(name), 0) for name in ("comments", "likes")), Coalesce(F("reposts"), 0))
    rows = _without_reach(now).filter(~Exists(known)).values("author_key")
    rows = rows.annotate(weight=Max(weight), heat=Max(heat)).order_by("-weight", "-heat", "author_key")
    return tuple(Target(key=row["author_key"]) for row in rows[:limit])


def keep(profile: Profile) -> int:
    """Store what an account's page told and fill the posts that lacked it; returns how many posts."""
    author = profile.author()
    row = {
        "name": clean(author.name)[:120],
        "followers": author.followers,
        "verification": author.verification.value if author.verification else "",
        "blocked": clean(profile.blocked)[:200],
        "missing": False,
        "read_at": profile.read_at,
    }
    Account.objects.update_or_create(channel=profile.channel.value, key=profile.key[:80], defaults=row)
    known = Author(key=profile.key[:80], followers=author.followers, verification=author.verification)
    return _fill(profile.channel.value, known, profile.read_at)


def missing(channel: Channel, key: str, at: datetime) -> None:
    """The platform knows no such account; what was known of it stays."""
    Account.objects.update_or_create(channel=channel.value, key=key[:80], defaults={"missing": True, "read_at": at})


def fill(now: datetime) -> int:
    """Give posts of the last day what is known of their authors already; returns how many posts."""
    keys = _without_reach(now).values("author_key")
    rows = Account.objects.filter(channel=Channel.WEIBO.value, key__in=keys, followers__isnull=False)
    return sum(_fill(row.channel, _author(row), now) for row in rows)


def forget(before: datetime) -> int:
    """Delete what was read of accounts before a moment; returns how many."""
    deleted, _ = Account.objects.filter(read_at__lt=before).delete()
    return deleted


def _without_reach(now: datetime) -> QuerySet[Post]:
    watched = Mention.objects.filter(post_id=OuterRef("pk"))
    rows = Post.objects.filter(channel=Channel.WEIBO.value, published_at__gte=now - WITHIN, followers__isnull=True)
    return rows.filter(Exists(watched), ~Q(author_key=""), score__polarity=Polarity.NEGATIVE.value).order_by()


def _author(row: Account) -> Author:
    verification = Verification(row.verification) if row.verification else None
    return Author(key=row.key, followers=row.followers, verification=verification)


def _fill(channel: str, author: Author, now: datetime) -> int:
    """Fill the posts of the last day; older ones would get a reach that their author may not have had then."""
    posts = Post.objects.filter(channel=channel, published_at__gte=now - WITHIN, author_key=author.key)
    if author.verification is not None:
        posts.filter(verification="").update(verification=author.verification.value)
    if author.followers is None:
        return 0
    return posts.filter(followers__isnull=True).update(followers=author.followers)
