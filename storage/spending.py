"""What crawls that add to the searches have asked so far."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Sum

from storage.models import Crawl


def spent(since: datetime, *, but: Collection[str]) -> int:
    """Requests of crawls that do not lead and began after a moment, without those of some spiders."""
    rows = Crawl.objects.filter(leads=False, started_at__gte=since).exclude(spider__in=but)
    return rows.aggregate(all=Sum("requests"))["all"] or 0
