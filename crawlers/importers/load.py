"""A file of posts brought into the store: streaming, in batches, resumable, bad rows listed beside it."""

import contextlib
import csv
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TextIO

from django.db import transaction

from crawlers.importers.columns import Columns
from crawlers.importers.files import Opened, RawRow, rows
from crawlers.importers.posts import post_of
from crawlers.importers.values import BadValue, shortened
from domain.post import Channel, Post
from storage import imports, posts

BATCH = 2_000


@dataclass(frozen=True, kw_only=True)
class Loading:
    """What is to be loaded where; bad rows go to a CSV file in the folder `beside`."""

    opened: Opened
    columns: Columns
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
class _Read:
    """One batch after reading: posts, bad rows with their reason, and rows that speak of something else."""

    rows: int
    posts: list[Post]
    bad: list[tuple[int, str, str]]
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
    size = max(1, loading.opened.path.stat().st_size)
    with (
        loading.opened.path.open("rb") as raw,
        contextlib.closing(rows(loading.opened, loading.columns.names, raw)) as stream,
    ):
        for batch in _batches(islice(stream, resumed_at, None)):
            read = _read(batch, loading, now)
            with transaction.atomic():
                stored = posts.store(read.posts, watch=loading.watch, now=now)
                run = imports.advance(
                    run, lines=read.rows, new=stored.new, found_again=stored.found_again, refused=len(read.bad)
                )
            _list_bad(bad_path, read.bad)
            passed_over += read.passed_over
            progress(raw.tell() / size)
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
    digest.update(repr((sorted(loading.columns.fields.items()), loading.channel.value)).encode())
    return digest.hexdigest()


def _batches(stream: Iterator[RawRow]) -> Iterator[list[RawRow]]:
    while batch := list(islice(stream, BATCH)):
        yield batch


def _read(batch: Iterable[RawRow], loading: Loading, now: datetime) -> _Read:
    good: list[Post] = []
    bad: list[tuple[int, str, str]] = []
    count = passed_over = 0
    for row in batch:
        count += 1
        try:
            post = post_of(row, loading.columns.fields, loading.channel, now)
        except BadValue as reason:
            bad.append((row.line, str(reason), shortened(" | ".join(row.cells.values()))))
            continue
        if loading.only is None or loading.only(f"{post.title or ''}\n{post.text}\n{post.quoted or ''}"):
            good.append(post)
        else:
            passed_over += 1
    return _Read(rows=count, posts=good, bad=bad, passed_over=passed_over)


def _list_bad(path: Path, bad: list[tuple[int, str, str]]) -> None:
    if not bad:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = not path.exists()
    with path.open("a", encoding="utf-8-sig" if fresh else "utf-8", newline="") as side:
        _write(side, bad, header=fresh)


def _write(side: TextIO, bad: list[tuple[int, str, str]], *, header: bool) -> None:
    writer = csv.writer(side)
    if header:
        writer.writerow(("行号", "原因", "内容"))
    writer.writerows((line, reason, _harmless(words)) for line, reason, words in bad)


def _harmless(words: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{words}" if words.startswith(("=", "+", "-", "@", "\t")) else words
