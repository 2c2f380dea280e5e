"""How far the import of a file has come."""

from dataclasses import dataclass, replace
from datetime import datetime

from storage.models import ImportRun


@dataclass(frozen=True, kw_only=True)
class Progress:
    """One import: rows read so far and what became of them."""

    row: int
    lines: int
    new: int
    found_again: int
    refused: int


def begin(fingerprint: str, *, watch: int, path: str, now: datetime) -> Progress:
    """Go on with an import that did not finish, or begin anew; the same file and watch have one row."""
    row, _ = ImportRun.objects.get_or_create(
        fingerprint=fingerprint, watch_id=watch, defaults={"path": path, "started_at": now}
    )
    if row.finished_at is not None:
        ImportRun.objects.filter(pk=row.pk).update(
            path=path, started_at=now, finished_at=None, lines=0, new=0, found_again=0, refused=0
        )
        row.refresh_from_db()
    return Progress(row=row.pk, lines=row.lines, new=row.new, found_again=row.found_again, refused=row.refused)


def advance(progress: Progress, *, lines: int, new: int, found_again: int, refused: int) -> Progress:
    """Add one batch, in the transaction that stores it."""
    moved = replace(
        progress,
        lines=progress.lines + lines,
        new=progress.new + new,
        found_again=progress.found_again + found_again,
        refused=progress.refused + refused,
    )
    ImportRun.objects.filter(pk=progress.row).update(
        lines=moved.lines, new=moved.new, found_again=moved.found_again, refused=moved.refused
    )
    return moved


def finish(progress: Progress, now: datetime) -> None:
    """Say that the file was read to its end."""
    ImportRun.objects.filter(pk=progress.row).update(finished_at=now)
