"""What people changed of the words of a book: every change kept, the newest of a kind in force."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from domain.complaint_words import Change, WordBook, parse_entry
from domain.score import Complaint
from storage.models import ComplaintWords


class Outdated(ValueError):
    """Somebody else changed the kind meanwhile; the message says who."""


def current(book: WordBook = WordBook.COMPLAINT) -> list[Change]:
    """The changes in force, at most one for each kind."""
    return [noun(row) for row in newest(book).values()]


def newest(book: WordBook = WordBook.COMPLAINT) -> Mapping[Complaint, ComplaintWords]:
    """The newest change of each kind that was ever changed."""
    own = ComplaintWords.objects.filter(book=book.value)
    keys = own.order_by().values("kind").annotate(newest=Max("id")).values("newest")
    return {Complaint(row.kind): row for row in ComplaintWords.objects.filter(pk__in=keys)}


def history(limit: int, book: WordBook = WordBook.COMPLAINT) -> Sequence[ComplaintWords]:
    """The last changes of all kinds, newest first."""
    return list(ComplaintWords.objects.filter(book=book.value).order_by("-id")[:limit])


def save(change: Change, *, by: str, now: datetime, seen: int, book: WordBook = WordBook.COMPLAINT) -> bool:
    """Keep a change; False where it changes nothing.

    `seen` is the id of the change that the person looked at, 0 where there was none; raises Outdated where there is a
    newer one.
    """
    with transaction.atomic():
        before = ComplaintWords.objects.filter(book=book.value, kind=change.kind.value).order_by("-id").first()
        if before is not None and before.pk != seen:
            raise Outdated(f"{before.by}刚刚改过“{change.kind.shown}”，请核对最新内容后再改")
        if noun(before) == change if before is not None else not (change.added or change.removed):
            return False
        ComplaintWords.objects.create(
            book=book.value,
            kind=change.kind.value,
            added="\n".join(map(str, change.added)),
            removed="\n".join(map(str, change.removed)),
            by=by[:80],
            at=now,
        )
    return True


def noun(row: ComplaintWords) -> Change:
    """A stored change as the other rooms know it."""
    return Change(
        kind=Complaint(row.kind),
        added=tuple(parse_entry(line) for line in row.added.splitlines()),
        removed=tuple(parse_entry(line) for line in row.removed.splitlines()),
    )
