"""The end of what was stored."""

from datetime import datetime

from django.db import transaction

from storage import search, topic_rows
from storage.models import KeptPage, Mention, Post
from storage.rollups import mark

AT_A_TIME = 1_000


def forget_posts(before: datetime) -> int:
    """Delete posts published before a moment, unless an alert shows them as evidence; returns how many.

    Roll-ups stay as they were counted: they hold no personal data and the long curves need them.
    """
    forgotten = 0
    while rows := _old(before):
        with transaction.atomic():
            search.forget([(row, search.searchable(title, text, quoted)) for row, title, text, quoted in rows])
            Post.objects.filter(id__in=[row for row, *_ in rows]).delete()
        forgotten += len(rows)
    return forgotten


def _old(before: datetime) -> list[tuple[int, str, str, str]]:
    old = Post.objects.filter(published_at__lt=before, alertpost__isnull=True)
    return list(old.values_list("id", "title", "text", "quoted")[:AT_A_TIME])


def forget_pages(before: datetime) -> int:
    """Delete kept pages that are older; returns how many."""
    deleted, _ = KeptPage.objects.filter(kept_at__lt=before).delete()
    return deleted


def forget_author(author_key: str) -> int:
    """Take a person's name and id out of every post, on that person's request; the words and counts stay."""
    posts = Post.objects.filter(author_key=author_key)
    mark(Mention.objects.filter(post__in=posts).values_list("watch_id", "bucket"))
    topic_rows.forget_author(author_key)
    return posts.update(author_key="", author_name="", followers=None)
