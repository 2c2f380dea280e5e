"""A file of posts brought into the store: streaming, in batches, resumable, bad rows listed beside it."""

import csv
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TextIO

from django.db import transaction

from crawlers.importers.files import Opened
from crawlers.importers.plan import Plan
from crawlers.importers.posts import post_of
from crawlers.importers.reading import reading
from crawlers.importers.rows import RawRow
from crawlers.importers.values import BadValue, shortened
from domain.post import Channel, Post
from storage import imports, posts

BATCH = 2_000
SHOWN = 40


@dataclass(frozen=True, kw_only=True)
class Loading:
    """What is to be loaded where; bad rows go to a CSV file in the folder `beside`."""

    opened: Opened
    plan: Plan
    watch: int
    channel: Channel
    beside: Path
    only: Callable[[str], bool] | None = None


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """What an import did in all, an earlier unfinished run included."""

    rows: int
    new: int
    found_again: int
    refused: int
    passed_over: int
    resumed_at: int
    bad_rows: Path | None


@dataclass(frozen=True, kw_only=True)
class Refused:
    """One row that is no post: where it stands, why, and how it begins."""

    line: int
    table: str
    reason: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Taken:
    """One batch after reading: posts, bad rows with their reason, and rows that speak of something else."""

    rows: int
    posts: list[Post]
    bad: list[Refused]
    passed_over: int


def load(loading: Loading, now: datetime, progress: Callable[[float], None]) -> Loaded:
    """Bring the file in; `progress` hears the share done, 0 to 1.

    Each batch and the note of how far it came are one transaction: an import that was killed goes on where it was,
    and one that is run again finds everything there.
    """
    key = _fingerprint(loading)
    run = imports.begin(key, watch=loading.watch, path=str(loading.opened.path), now=now)
    resumed_at, passed_over = run.lines, 0
    bad_path = loading.beside / f"{key[:12]}-{loading.watch}.bad.csv"
    if not resumed_at:
        bad_path.unlink(missing_ok=True)  # what an earlier, finished run listed
    with reading(loading.opened, loading.plan) as file:
        for batch in batches(islice(file.rows, resumed_at, None)):
            read = take(batch, loading, now)
            with transaction.atomic():
                stored = posts.store(read.posts, watch=loading.watch, now=now)
                run = imports.advance(
                    run, lines=read.rows, new=stored.new, found_again=stored.found_again, refused=len(read.bad)
                )
            _list_bad(bad_path, read.bad)
            passed_over += read.passed_over
            progress(file.share())
    imports.finish(run, now)
    return Loaded(
        rows=run.lines,
        new=run.new,
        found_again=run.found_again,
        refused=run.refused,
        passed_over=passed_over,
        resumed_at=resumed_at,
        bad_rows=bad_path if run.refused else None,
    )


def _fingerprint(loading: Loading) -> str:
    """The same file read in the same way; anything else is another import."""
    digest = hashlib.blake2b(digest_size=32)
    with loading.opened.path.open("rb") as raw:
        while part := raw.read(1 << 20):
            digest.update(part)
    ways = [(columns.table, sorted(columns.fields.items())) for columns in loading.plan.tables]
    digest.update(repr((ways, loading.channel.value)).encode())
    return digest.hexdigest()


def batches(stream: Iterator[RawRow]) -> Iterator[list[RawRow]]:
    """Rows in the portions in which they are stored."""
    while batch := list(islice(stream, BATCH)):
        yield batch


def take(batch: Iterable[RawRow], loading: Loading, now: datetime) -> Taken:
    """Read one batch as the plan says."""
    good: list[Post] = []
    bad: list[Refused] = []
    count = passed_over = 0
    for row in batch:
        count += 1
        columns = loading.plan.tables[row.part]
        try:
            post = post_of(row, columns, loading.channel, now)
        except BadValue as reason:
            bad.append(Refused(line=row.line, table=columns.table, reason=str(reason), words=_seen(row)))
            continue
        if loading.only is None or loading.only(f"{post.title or ''}\n{post.text}\n{post.quoted or ''}"):
            good.append(post)
        else:
            passed_over += 1
    return Taken(rows=count, posts=good, bad=bad, passed_over=passed_over)


def _seen(row: RawRow) -> str:
    words = (cell[:SHOWN] for cell in islice(row.words(), SHOWN))
    return shortened(" | ".join(words))


def _list_bad(path: Path, bad: list[Refused]) -> None:
    if not bad:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = not path.exists()
    with path.open("a", encoding="utf-8-sig" if fresh else "utf-8", newline="") as side:
        _write(side, bad, header=fresh)


def _write(side: TextIO, bad: list[Refused], *, header: bool) -> None:
    writer = csv.writer(side)
    if header:
        writer.writerow(("行号", "原因", "内容", "表"))
    writer.writerows((row.line, row.reason, _harmless(row.words), _harmless(row.table)) for row in bad)


def _harmless(words: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{words}" if words.startswith(("=", "+", "-", "@", "\t")) else words
