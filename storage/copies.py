"""The same words by many hands: counted by fingerprint, marked but for the first of them, which goes on to count."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import Case, Count, Exists, Max, OuterRef, Q, QuerySet, Value, When

from domain.copies import LEAST_AUTHORS, Copied
from domain.post import PostKind, Verification
from domain.score import Noise, Polarity
from storage.models import Mention, Score
from storage.rollups import mark_posts

AT_A_TIME = 2_000
OWN_KINDS = (PostKind.POST.value, PostKind.COMMENT.value)
PRESS = (Verification.MEDIA.value, Verification.GOVERNMENT.value)


@dataclass(frozen=True, kw_only=True)
class Alike:
    """How many posts, and known authors, have the words of one post."""

    posts: int
    authors: int


def mark_copies(fingerprints: Collection[int]) -> None:
    """Mark what was copied on order among posts with these fingerprints; part of the caller's transaction.

    The first post stays unmarked, so that a complaint is heard once however often it is copied. What a person called
    negative stays unmarked too.
    """
    for fingerprint in _campaigns(fingerprints):
        group = _group([fingerprint]).order_by("post__published_at", "post_id")
        first = group.values_list("post_id", flat=True)[:1].get()
        called_bad = Q(polarity=Polarity.NEGATIVE.value) & ~Q(corrected_by="")
        fresh = list(group.filter(noise="").exclude(Q(pk=first) | called_bad).values_list("post_id", flat=True))
        Score.objects.filter(pk__in=fresh).update(noise=Noise.COPY.value)
        freed = Score.objects.filter(pk=first, noise=Noise.COPY.value).update(noise="")
        mark_posts([*fresh, first] if freed else fresh)


def alike(post: int) -> Alike | None:
    """The copies of a post, itself included; None where nothing is known of any."""
    score = Score.objects.filter(pk=post, fingerprint__isnull=False).only("fingerprint").first()
    if score is None or score.fingerprint is None:
        return None
    counts = _group([score.fingerprint]).aggregate(posts=Count("post_id"), authors=_authors())
    return Alike(posts=counts["posts"], authors=counts["authors"]) if counts["posts"] > 1 else None


def _campaigns(fingerprints: Collection[int]) -> Iterator[int]:
    """Those that were copied on order: most fall out by the number of posts alone, which the index tells."""
    unlike = sorted(set(fingerprints))
    for start in range(0, len(unlike), AT_A_TIME):
        some = unlike[start : start + AT_A_TIME]
        many = Score.objects.filter(fingerprint__in=some).order_by().values("fingerprint").annotate(posts=Count("pk"))
        several = [
            row["fingerprint"] for row in many.filter(posts__gte=LEAST_AUTHORS) if row["fingerprint"] is not None
        ]
        press = Max(Case(When(post__verification__in=PRESS, then=Value(1)), default=Value(0)))
        rows = _group(several).order_by().values("fingerprint").annotate(authors=_authors(), press=press)
        for row in rows if several else ():
            known = row["fingerprint"]
            if known is not None and Copied(authors=row["authors"], press=bool(row["press"])).is_campaign():
                yield known


def _group(fingerprints: Collection[int]) -> QuerySet[Score]:
    """Posts and comments of these fingerprints that belong to a watch: old editions and reposts are no copies."""
    mentioned = Exists(Mention.objects.filter(post_id=OuterRef("post_id")))
    return Score.objects.filter(mentioned, fingerprint__in=fingerprints, post__kind__in=OWN_KINDS)


def _authors() -> Count:
    return Count("post__author_key", distinct=True)
