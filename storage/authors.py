"""How many people wrote posts, counted by the database."""

from django.db.models import Count, Q
from django.db.models.expressions import CombinedExpression


def authors() -> CombinedExpression:
    """Distinct authors of rows that each have a post; a post without an author counts as one of its own."""
    known = Count("post__author_key", distinct=True, filter=~Q(post__author_key=""))
    return known + Count("post_id", filter=Q(post__author_key=""))
