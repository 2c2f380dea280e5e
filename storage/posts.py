"""Storing posts in bulk: editions, mentions, readings, search and the marks for roll-ups, all or nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from domain.day import bucket_of
from domain.edition import Change
from domain.post import Post, Reading
from storage import dating, editions, search
from storage.bulk import insert, moments
from storage.editions import clean, text_hash
from storage.models import Mention
from storage.models import Post as PostRow
from storage.models import Reading as ReadingRow
from storage.rollups import mark

COUNTS = ("reposts", "comments", "likes", "reads")
COLUMNS = (
    *("channel", "native_id", "edition", "kind", "url", "title", "text", "quoted", "root_id", "author_key"),
    *("author_name", "followers", "verification", "region", "source", "published_at", "collected_at", "text_hash"),
    *COUNTS,
    "cut",
    "dated",
)


@dataclass(frozen=True, kw_only=True)
class Stored:
    """How many posts were not known before (a changed text counts as new), and how many were."""

    new: int
    found_again: int


@dataclass(frozen=True, kw_only=True)
class _Known:
    """The newest edition of a post that is already in the store."""

    row: int
    edition: int
    bucket: int
    counts: tuple[int | None, ...]
    dated: bool
    kept: editions.Kept


_Identity = tuple[str, str]


def store(posts: Sequence[Post], *, watch: int | None, now: datetime) -> Stored:
    """Store posts once each, whatever is handed in twice, and let them belong to `watch` where one is given.

    A post that is known with the same text is found again: its counts become a new Reading where they changed, and
    facts that were missing are filled. A whole text takes the place of its beginning in the same edition. One with
    another text becomes the next edition. One transaction: after a crash all of it is there or nothing.
    """
    unique = {_identity(post): post for post in posts}
    if not unique:
        return Stored(new=0, found_again=0)
    with transaction.atomic():
        known = _known(unique)
        fresh = [(post, 1) for key, post in unique.items() if key not in known]
        changes = editions.changes([(known[key].kept, post) for key, post in unique.items() if key in known])
        edited = [
            (post, known[key].edition + 1)
            for key, post in unique.items()
            if key in known and changes[known[key].row] is Change.EDITED
        ]
        added = _insert_posts(fresh + edited)
        _move_mentions(known, {key: row for key, row in added.items() if key in known})
        again = {key: row for key, row in known.items() if key not in added}
        _read_again(again, unique, now)
        editions.complete(
            [(row.row, unique[key]) for key, row in again.items() if changes[row.row] is Change.COMPLETES]
        )
        editions.fill([(row.kept, unique[key]) for key, row in again.items()])
        dating.correct(_told_at_last(again, unique))
        search.index([(row, editions.searchable(unique[key])) for key, row in added.items()])
        _first_readings(added, unique)
        if watch is not None:
            _mention(watch, unique, {**{key: row.row for key, row in again.items()}, **added})
    return Stored(new=len(added), found_again=len(posts) - len(added))


def _identity(post: Post) -> _Identity:
    return post.channel.value, post.native_id[:120]


def _known(unique: Mapping[_Identity, Post]) -> dict[_Identity, _Known]:
    channels: dict[str, list[str]] = {}
    for channel, native in unique:
        channels.setdefault(channel, []).append(native)
    known: dict[_Identity, _Known] = {}
    for channel, natives in channels.items():
        rows = PostRow.objects.filter(channel=channel, native_id__in=natives).order_by("edition")
        for row in rows.values("id", "native_id", "edition", "published_at", "dated", *COUNTS, *editions.KEPT):
            known[channel, row["native_id"]] = _Known(
                row=row["id"],
                edition=row["edition"],
                bucket=bucket_of(row["published_at"]),
                counts=tuple(row[name] for name in COUNTS),
                dated=row["dated"],
                kept=editions.Kept(row=row["id"], **{name: row[name] for name in editions.KEPT}),
            )
    return known


def _told_at_last(again: Mapping[_Identity, _Known], posts: Mapping[_Identity, Post]) -> list[tuple[int, datetime]]:
    """Rows whose time of publication was not known, and the time that a page tells now."""
    return [(row.row, posts[key].published_at) for key, row in again.items() if posts[key].dated and not row.dated]


def _insert_posts(editions: Sequence[tuple[Post, int]]) -> dict[_Identity, int]:
    moment = moments()
    rows = [_row(post, edition, moment) for post, edition in editions]
    inserted = insert(PostRow, COLUMNS, rows, returning=("id", "channel", "native_id"))
    return {(channel, native): row for row, channel, native in inserted}


def _row(post: Post, edition: int, moment: Callable[[datetime], Any]) -> list[Any]:
    author, reading = post.author, post.reading
    return [
        post.channel.value,
        post.native_id[:120],
        edition,
        post.kind.value,
        clean(post.url),
        clean(post.title),
        clean(post.text),
        clean(post.quoted),
        clean(post.root_id)[:120],
        clean(author.key)[:80] if author else "",
        clean(author.name)[:120] if author else "",
        author.followers if author else None,
        author.verification.value if author and author.verification else "",
        clean(post.region)[:40],
        clean(post.source)[:120],
        moment(post.published_at),
        moment(post.collected_at),
        text_hash(post),
        *(_counts(reading) if reading else (None,) * 4),
        post.cut,
        post.dated,
    ]


def _counts(reading: Reading) -> tuple[int | None, ...]:
    return reading.reposts, reading.comments, reading.likes, reading.reads


def _move_mentions(known: Mapping[_Identity, _Known], edited: Mapping[_Identity, int]) -> None:
    """A new edition takes the place of the old one in every watch."""
    for key, row in edited.items():
        old = known[key]
        mark(Mention.objects.filter(post_id=old.row).values_list("watch_id", "bucket"))
        Mention.objects.filter(post_id=old.row).update(post_id=row)


def _read_again(again: Mapping[_Identity, _Known], posts: Mapping[_Identity, Post], now: datetime) -> None:
    changed = [
        (row, reading)
        for key, row in again.items()
        if (reading := posts[key].reading) is not None and _counts(reading) != row.counts
    ]
    for row, reading in changed:
        told = {name: count for name, count in zip(COUNTS, _counts(reading), strict=True) if count is not None}
        PostRow.objects.filter(pk=row.row).update(**told)
    _add_readings([(row.row, reading) for row, reading in changed])
    touched = [row.row for row, _ in changed]
    mark(Mention.objects.filter(post_id__in=touched).values_list("watch_id", "bucket"))


def _first_readings(added: Mapping[_Identity, int], posts: Mapping[_Identity, Post]) -> None:
    _add_readings([(row, reading) for key, row in added.items() if (reading := posts[key].reading) is not None])


def _add_readings(readings: Sequence[tuple[int, Reading]]) -> None:
    moment = moments()
    rows = [(row, moment(reading.read_at), *_counts(reading)) for row, reading in readings]
    insert(ReadingRow, ("post_id", "read_at", *COUNTS), rows)


def _mention(watch: int, posts: Mapping[_Identity, Post], rows: Mapping[_Identity, int]) -> None:
    mentions = [(watch, row, key[0], bucket_of(posts[key].published_at)) for key, row in rows.items()]
    inserted = insert(Mention, ("watch_id", "post_id", "channel", "bucket"), mentions, returning=("bucket",))
    mark((watch, bucket) for (bucket,) in inserted)
