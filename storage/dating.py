"""Posts whose time of publication nobody told at first, and a page tells at last."""

from collections.abc import Sequence
from datetime import datetime

from domain.day import bucket_of
from storage.models import KeywordPost, Mention, Post, TopicPost
from storage.rollups import mark


def correct(pairs: Sequence[tuple[int, datetime]]) -> None:
    """Give rows their time of publication, in every watch that they belong to; part of the caller's transaction.

    Both the bucket that a post leaves and the one that it enters are counted anew.
    """
    for row, published_at in pairs:
        Post.objects.filter(pk=row).update(published_at=published_at, dated=True)
        mentions = Mention.objects.filter(post_id=row)
        mark(mentions.values_list("watch_id", "bucket"))
        mentions.update(bucket=bucket_of(published_at))
        for table in (KeywordPost, TopicPost):
            table.objects.filter(post_id=row).update(bucket=bucket_of(published_at))
        mark(mentions.values_list("watch_id", "bucket"))
