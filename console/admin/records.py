"""What the system wrote down by itself: to be read, never changed here."""

import gzip
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from domain.push import CURES, Declined
from storage.models import Crawl, JobRun, KeptPage, Notice, OwnArticle, PushDeclined, PushedLetter, Standard

LONGEST = 6_000


class Record(ModelAdmin):  # type: ignore[misc]
    """Read-only, whatever permissions somebody has; counting everything is avoided."""

    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ANN401
        """Nobody adds a record by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ANN401
        """Nobody changes what was written down."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ANN401
        """Housekeeping deletes by age, people do not."""
        return False


@admin.register(Crawl)
class CrawlAdmin(Record):
    """Runs of spiders."""

    list_display = ("started_at", "watch", "channel", "spider", "outcome", "expected", "fetched", "new", "found_again")
    list_filter = ("channel", "outcome", "watch")
    list_select_related = ("watch",)


@admin.register(KeptPage)
class KeptPageAdmin(Record):
    """Pages that could not be read; their source is shown as plain text and never rendered."""

    list_display = ("kept_at", "crawl_name", "status", "place", "url")
    fields = ("crawl_name", "url", "status", "place", "sha256", "kept_at", "source")
    readonly_fields = ("crawl_name", "source")
    list_select_related = ("crawl__watch",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[KeptPage]:
        """Bodies are read only for the one page that is opened."""
        rows: QuerySet[KeptPage] = super().get_queryset(request).defer("body")
        return rows

    @admin.display(description="采集记录")
    def crawl_name(self, page: KeptPage) -> str:
        """Which crawl met the page."""
        return f"{page.crawl.watch or '全部主题'} · {page.crawl.get_channel_display()} · {page.crawl.spider}"

    @admin.display(description="原文节选")
    def source(self, page: KeptPage) -> str:
        """The beginning of the page's source."""
        text = gzip.decompress(bytes(page.body)).decode("utf-8", "replace")
        return text[:LONGEST] + ("…" if len(text) > LONGEST else "")


@admin.register(JobRun)
class JobRunAdmin(Record):
    """Runs of jobs."""

    list_display = ("asked_at", "job", "state", "asked_by", "started_at", "ended_at", "result", "failure")
    list_filter = ("job", "state")


@admin.register(Notice)
class NoticeAdmin(Record):
    """The outbox."""

    list_display = ("created_at", "address", "stage", "state", "attempts", "accepted_at", "error")
    list_filter = ("state", "stage")
    search_fields = ("address", "person__name")


@admin.register(PushDeclined)
class PushDeclinedAdmin(Record):
    """Pushes that were turned away, by reason and hour, with what to do about them."""

    list_display = ("last_at", "account", "why", "count", "last_from", "cure")
    list_filter = ("why", "account")

    @admin.display(description="怎么办")
    def cure(self, declined: PushDeclined) -> str:
        """What a person can do."""
        return CURES[Declined(declined.why)]


@admin.register(PushedLetter)
class PushedLetterAdmin(Record):
    """Pushed messages, without what is in them: what was understood is among the posts."""

    list_display = ("received_at", "account", "sent_at", "taken_at", "trouble")
    fields = ("account", "sent_at", "received_at", "taken_at", "trouble")
    list_filter = ("account", ("taken_at", admin.EmptyFieldListFilter))


@admin.register(OwnArticle)
class OwnArticleAdmin(Record):
    """Articles of the own account and how much of their comments was read."""

    list_display = ("published_at", "account", "mid", "idx", "found_by", "announced", "given", "read_at", "next_at")
    list_filter = ("account", "found_by")


@admin.register(Standard)
class StandardAdmin(Record):
    """Versions of the grading standard."""

    list_display = ("number", "owner", "approved_by", "effective_from")
