"""Answers kept as evidence of the posts that alerts show."""

import gzip
import hashlib
from dataclasses import dataclass
from datetime import datetime

from domain.proof import Proof
from storage.editions import clean
from storage.models import AlertPost
from storage.models import Proof as ProofRow

LONGEST = 4_000_000


@dataclass(frozen=True, kw_only=True)
class Kept:
    """One kept answer as people are shown it; `sha256` is of the whole body."""

    key: int
    url: str
    status: int
    sha256: str
    kept_at: datetime


def keep(proof: Proof) -> int:
    """Tie an answer to every edition of the post that an alert shows and that has none; returns how many."""
    shown = AlertPost.objects.filter(post__channel=proof.channel.value, post__native_id=proof.native_id)
    posts = sorted(set(shown.filter(post__proofs__isnull=True).values_list("post_id", flat=True)))
    body = gzip.compress(proof.body[:LONGEST], mtime=0)
    sha256 = hashlib.sha256(proof.body).hexdigest()
    rows = [
        ProofRow(
            post_id=post,
            url=clean(proof.url)[:2000],
            status=proof.status,
            sha256=sha256,
            body=body,
            kept_at=proof.kept_at,
        )
        for post in posts
    ]
    return len(ProofRow.objects.bulk_create(rows))


def of(post: int) -> tuple[Kept, ...]:
    """What is kept of a post, oldest first, without the bodies."""
    rows = ProofRow.objects.filter(post_id=post).order_by("kept_at", "pk")
    fields = ("pk", "url", "status", "sha256", "kept_at")
    return tuple(
        Kept(key=key, url=url, status=status, sha256=sha256, kept_at=at)
        for key, url, status, sha256, at in rows.values_list(*fields)
    )


def body(key: int) -> tuple[bytes, str] | None:
    """The kept answer as it came, with its SHA-256; None where there is none."""
    row = ProofRow.objects.filter(pk=key).values_list("body", "sha256").first()
    return None if row is None else (gzip.decompress(bytes(row[0])), row[1])


def forget(before: datetime) -> int:
    """Delete answers kept before a moment; returns how many."""
    deleted, _ = ProofRow.objects.filter(kept_at__lt=before).delete()
    return deleted
