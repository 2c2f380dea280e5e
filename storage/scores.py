"""Verdicts: which posts still want one, and storing them with what they speak of."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from domain.post import PostKind
from domain.score import Score
from storage import labels, topic_due
from storage.bulk import insert, moments
from storage.copies import mark_copies
from storage.keywords import join
from storage.models import Mention, Post
from storage.models import Score as ScoreRow
from storage.rollups import mark_posts

MOST_HEADS = 10_000
COLUMNS = (
    *("post_id", "negativity", "polarity", "words", "complaint", "complaint_words", "noise", "fingerprint"),
    *("corrected_by", "model", "scored_at", "topic_keys"),
)


@dataclass(frozen=True, kw_only=True)
class Unscored:
    """A post that wants a verdict: its words, those it quotes, and the text of the post at its head (or '')."""

    post: int
    text: str
    quoted: str
    root_text: str


Heads = dict[tuple[str, str], str]
"""Texts at the heads of threads by channel and root id; handed from batch to batch, each is looked up once a run."""


def unscored(limit: int, after: int = 0, heads: Heads | None = None) -> list[Unscored]:
    """The next posts without a verdict, by id; `after` is the last id of the batch before."""
    return _wanting(Post.objects.filter(score__isnull=True, id__gt=after).order_by("id"), limit, heads)


def stale(model: str, limit: int, before: int | None = None, heads: Heads | None = None) -> list[Unscored]:
    """Posts whose verdict is another model's, the newest first; `before` is the last id of the batch before."""
    others = ScoreRow.objects.filter(~Q(model=model)).order_by("-post_id")
    if before is not None:
        others = others.filter(post_id__lt=before)
    posts = list(others.values_list("post_id", flat=True)[:limit])
    return _wanting(Post.objects.filter(pk__in=posts).order_by("-id"), limit, heads)


def count_stale(model: str) -> int:
    """How many verdicts are another model's; two walks of an index, next to nothing where there are none."""
    return ScoreRow.objects.filter(Q(model__lt=model) | Q(model__gt=model)).count()


def _wanting(posts: QuerySet[Post], limit: int, heads: Heads | None) -> list[Unscored]:
    rows = list(posts.values_list("id", "channel", "title", "text", "quoted", "root_id")[:limit])
    known: Heads = {} if heads is None else heads
    wanted = {(channel, root) for _, channel, _, _, _, root in rows if root}
    if len(known) > MOST_HEADS:
        known.clear()
    known.update(dict.fromkeys(wanted - known.keys(), "") | _root_texts(wanted - known.keys()))
    return [
        Unscored(
            post=post,
            text="\n".join(part for part in (title, text) if part),
            quoted=quoted,
            root_text=known.get((channel, root), ""),
        )
        for post, channel, title, text, quoted, root in rows
    ]


def count_unscored(after: int = 0) -> int:
    """How many posts with a greater id want a verdict; this walks over them, so over all where none is named."""
    return Post.objects.filter(score__isnull=True, id__gt=after).count()


def newest_post() -> int:
    """The greatest id of a post, 0 where there is none."""
    return Post.objects.order_by("-id").values_list("id", flat=True).first() or 0


def save(scores: Sequence[tuple[int, Score]], now: datetime) -> None:
    """Store verdicts (a newer one takes the place of the older), topics and marks, all or nothing."""
    posts = [post for post, _ in scores]
    moment = moments()(now)
    with transaction.atomic():
        insert(ScoreRow, COLUMNS, [_row(post, score, moment) for post, score in scores], replacing="post_id")
        labels.hold(posts)
        mark_copies([score.fingerprint for _, score in scores if score.fingerprint is not None])
        watched = _watched(posts)
        join(watched, {post: score.keys for post, score in scores})
        topic_due.add(watched, now)
        mark_posts(posts)


def _row(post: int, score: Score, moment: object) -> list[object]:
    return [
        post,
        score.negativity,
        score.polarity.value,
        json.dumps([[word, round(weight, 3)] for word, weight in score.words], ensure_ascii=False),
        score.complaint.value if score.complaint else "",
        json.dumps(score.complaint_words, ensure_ascii=False),
        score.noise.value if score.noise else "",
        score.fingerprint,
        "",
        score.model,
        moment,
        json.dumps(score.topic_keys or score.keys, ensure_ascii=False),
    ]


def heard(prefix: str = "") -> Q:
    """Posts that count: those without a verdict yet, and those that are no noise; `prefix` leads to the post."""
    return Q(**{f"{prefix}score__isnull": True}) | Q(**{f"{prefix}score__noise": ""})


def _root_texts(roots: Collection[tuple[str, str]]) -> Heads:
    """Texts at the heads of threads: the post whose id is the root's, or the original that names the same thread.

    Each of the two ways names what its index begins with, and no more: else SQLite walks over all posts of a channel.
    """
    found: Heads = {}
    for channel in {channel for channel, _ in roots}:
        by_id = Post.objects.filter(channel=channel, native_id__in={key for own, key in roots if own == channel})
        found |= {(channel, key): text for key, text in by_id.order_by("edition").values_list("native_id", "text")}
    left = {key for channel, key in roots if (channel, key) not in found}
    originals = Post.objects.filter(root_id__in=left, kind=PostKind.POST.value).exclude(root_id="").order_by("edition")
    return {(channel, key): text for channel, key, text in originals.values_list("channel", "root_id", "text")} | found


def _watched(posts: Sequence[int]) -> list[tuple[int, int, int]]:
    """(watch, post, bucket) of every mention of these posts."""
    return list(Mention.objects.filter(post_id__in=posts).values_list("watch_id", "post_id", "bucket"))
