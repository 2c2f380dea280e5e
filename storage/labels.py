"""What people say of texts: stored, holding against the machine, and given to the training."""

import hashlib
from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from domain.label import POLARITY_OF, Label, LabelKind
from domain.score import Polarity
from storage.editions import clean
from storage.models import Label as LabelRow
from storage.models import Post
from storage.models import Score as ScoreRow
from storage.rollups import mark_posts

NEGATIVITY_OF = {Polarity.NEGATIVE: 1.0, Polarity.NEUTRAL: 0.5, Polarity.POSITIVE: 0.0}
CONSOLE = "控制台"


class NoSuchPost(LookupError):
    """The post is not there, or no longer."""


def correct(post: int, kind: LabelKind, by: str, now: datetime) -> None:
    """Take a person's word on a stored post; its standing verdict follows at once and its roll-ups are marked.

    Raises NoSuchPost.
    """
    with transaction.atomic():
        row = Post.objects.filter(pk=post).first()
        if row is None:
            raise NoSuchPost(f"没有编号为 {post} 的帖文，可能已按保留期限清理")
        score = ScoreRow.objects.filter(pk=post).first()
        text = "\n".join(part for part in (row.title, row.text) if part)
        LabelRow.objects.create(
            post=row,
            text=text,
            text_hash=text_hash(text),
            kind=kind.value,
            by=by[:80],
            at=now,
            source=CONSOLE,
            said_before=f"{score.polarity} {score.model}"[:60] if score and not score.corrected_by else "",
        )
        hold([post])
        mark_posts([post])


def hold(posts: Collection[int]) -> None:
    """Let what people last said of these posts stand over what the machine says; part of the caller's transaction.

    What a person calls negative is no noise.
    """
    rows = LabelRow.objects.filter(post_id__in=posts).order_by("id").values_list("post_id", "kind", "by")
    said = {post: (POLARITY_OF[LabelKind(kind)], by) for post, kind, by in rows}
    for post, (polarity, by) in said.items():
        scores = ScoreRow.objects.filter(pk=post)
        scores.update(polarity=polarity.value, negativity=NEGATIVITY_OF[polarity], corrected_by=by)
        if polarity is Polarity.NEGATIVE:
            scores.update(noise="")


def add(labels: Sequence[Label]) -> int:
    """Take labels of a file; one that was said before in the same words by the same source is passed over.

    Returns how many were new.
    """
    unique = {(text_hash(label.text), label.kind.value): label for label in labels}
    known = set(
        LabelRow.objects.filter(text_hash__in={key for key, _ in unique}, post__isnull=True).values_list(
            "text_hash", "kind"
        )
    )
    rows = [
        LabelRow(
            text=clean(label.text),
            text_hash=key,
            kind=kind,
            by=label.by[:80],
            at=label.at,
            source=clean(label.source)[:200],
        )
        for (key, kind), label in unique.items()
        if (key, kind) not in known
    ]
    LabelRow.objects.bulk_create(rows, batch_size=1_000)
    return len(rows)


def standing() -> list[Label]:
    """The last word on every text, oldest first."""
    newest = LabelRow.objects.order_by().values("text_hash").annotate(newest=Max("id")).values("newest")
    rows = LabelRow.objects.filter(pk__in=newest).order_by("id")
    return [
        Label(text=row.text, kind=LabelKind(row.kind), by=row.by, at=row.at, source=row.source)
        for row in rows.iterator()
    ]


def forget_source(source: str) -> int:
    """Delete the labels that came with one file; returns how many."""
    deleted, _ = LabelRow.objects.filter(source=source, post__isnull=True).delete()
    return deleted


def text_hash(text: str) -> str:
    """What tells one text from another."""
    return hashlib.blake2b(clean(text).encode(), digest_size=16).hexdigest()
