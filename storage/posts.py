"""Storing posts in bulk: editions, mentions, readings, search and the marks for roll-ups, all or nothing."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from domain.day import bucket_of
from domain.edition import Change
from domain.post import Channel, Post, Reading
from storage import aliases, dating, editions, search, topic_due, topic_rows
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
    """How many posts were not known before (a changed text counts as new), and how many were.

    `new_at` are the publication times of those that were never met before, in no order.
    """

    new: int
    found_again: int
    new_at: tuple[datetime, ...] = field(default=(), compare=False)


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
    another text becomes the next edition. One that is known by an alias is that post. One transaction: after a crash
    all of it is there or nothing.
    """
    if not posts:
        return Stored(new=0, found_again=0)
    with transaction.atomic():
        unique = {_identity(post): post for post in aliases.settled(posts)}
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
        _read_again(again, {key: post.reading for key, post in unique.items()})
        editions.complete(
            [(row.row, unique[key]) for key, row in again.items() if changes[row.row] is Change.COMPLETES]
        )
        editions.fill([(row.kept, unique[key]) for key, row in again.items()])
        dating.correct(_told_at_last(again, unique))
        search.index([(row, editions.searchable(unique[key])) for key, row in added.items()])
        _first_readings(added, unique)
        if watch is not None:
            _mention(watch, unique, {key: row.row for key, row in again.items()}, added)
    never_met = tuple(post.published_at for post, _ in fresh)
    return Stored(new=len(added), found_again=len(posts) - len(added), new_at=never_met)


def reread(channel: Channel, natives: Sequence[str], reading: Reading) -> bool:
    """Take new counts of a post that has one of these numbers; False where there is none or they are the old ones."""
    readings = {(channel.value, native[:120]): reading for native in natives}
    with transaction.atomic():
        known = _known(readings)
        return _read_again(known, readings)


def mention(watch: int, channel: Channel, natives: Collection[str]) -> None:
    """Let the newest editions of posts that are in the store belong to a watch as well."""
    rows = PostRow.objects.filter(channel=channel.value, native_id__in=[native[:120] for native in natives])
    newest = {
        native: (pk, at) for native, pk, at in rows.order_by("edition").values_list("native_id", "pk", "published_at")
    }
    mentions = [(watch, pk, channel.value, bucket_of(at)) for pk, at in newest.values()]
    with transaction.atomic():
        _insert_mentions(watch, mentions, frozenset(post for _, post, _, _ in mentions))


def _identity(post: Post) -> _Identity:
    return post.channel.value, post.native_id[:120]


def _known(unique: Iterable[_Identity]) -> dict[_Identity, _Known]:
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
        topic_rows.follow(old.row, row)


def _read_again(again: Mapping[_Identity, _Known], readings: Mapping[_Identity, Reading | None]) -> bool:
    """Says whether any count is new."""
    changed = [
        (row, reading)
        for key, row in again.items()
        if (reading := readings[key]) is not None and _counts(reading) != row.counts
    ]
    for row, reading in changed:
        told = {name: count for name, count in zip(COUNTS, _counts(reading), strict=True) if count is not None}
        PostRow.objects.filter(pk=row.row).update(**told)
    _add_readings([(row.row, reading) for row, reading in changed])
    touched = [row.row for row, _ in changed]
    mark(Mention.objects.filter(post_id__in=touched).values_list("watch_id", "bucket"))
    return bool(changed)


def _first_readings(added: Mapping[_Identity, int], posts: Mapping[_Identity, Post]) -> None:
    _add_readings([(row, reading) for key, row in added.items() if (reading := posts[key].reading) is not None])


def _add_readings(readings: Sequence[tuple[int, Reading]]) -> None:
    moment = moments()
    rows = [(row, moment(reading.read_at), *_counts(reading)) for row, reading in readings]
    insert(ReadingRow, ("post_id", "read_at", *COUNTS), rows)


def _mention(
    watch: int, posts: Mapping[_Identity, Post], again: Mapping[_Identity, int], added: Mapping[_Identity, int]
) -> None:
    rows = {**again, **added}
    mentions = [(watch, row, key[0], bucket_of(posts[key].published_at)) for key, row in rows.items()]
    _insert_mentions(watch, mentions, frozenset(again.values()))


def _insert_mentions(watch: int, mentions: Sequence[tuple[int, int, str, int]], again: frozenset[int]) -> None:
    """Of these mentions those that are not there yet; posts met `again` may have been judged before."""
    columns = ("watch_id", "post_id", "channel", "bucket")
    inserted = insert(Mention, columns, mentions, returning=("post_id", "bucket"))
    mark((watch, bucket) for _, bucket in inserted)
    topic_due.add_judged(watch, [post for post, _ in inserted if post in again])
