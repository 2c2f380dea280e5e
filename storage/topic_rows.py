"""Writing topics: where discovery stands, which topics there are, what they go by, and their posts."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from domain.day import bucket_time
from storage import topic_due
from storage.bulk import insert, moments
from storage.models import Discovery, Topic, TopicKeyword, TopicPost

IDS_AT_A_TIME = 10_000
LONGEST_KEY, LONGEST_TITLE = 170, 60


class Overtaken(RuntimeError):
    """Another run has stored its state since this one read it; what this one found is not stored."""


@dataclass(frozen=True, kw_only=True)
class Kept:
    """Where discovery stood: its state, and when that was stored, which tells one state from the next."""

    body: bytes
    saved_at: datetime


@dataclass(frozen=True, kw_only=True)
class Found:
    """A topic that stands: its number, when it began and the keys that it goes by, the most used first."""

    number: int
    since: int
    title: str
    keys: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Run:
    """All that one run found: `homes` are (post, bucket, number), `joined` younger numbers and those that stand.

    `done` and `again` are posts that are no longer due, and such as are due again.
    """

    watch: int
    body: bytes
    quarter: int
    topics: Sequence[Found]
    homes: Sequence[tuple[int, int, int]]
    joined: Mapping[int, int]
    done: Sequence[int]
    again: Sequence[int] = ()


@dataclass(frozen=True, kw_only=True)
class Grown:
    """What came of a run: how many topics are new, and how many new posts each topic (by its key) has."""

    begun: int = 0
    posts: Mapping[int, int] = field(default_factory=dict)

    def __add__(self, other: "Grown") -> "Grown":
        return Grown(begun=self.begun + other.begun, posts=Counter(self.posts) + Counter(other.posts))


def kept(watch: int) -> Kept | None:
    """Where discovery stood in this watch; None where it never ran."""
    row = Discovery.objects.filter(pk=watch).first()
    return None if row is None else Kept(body=bytes(row.body), saved_at=row.saved_at)


def last_number(watch: int) -> int:
    """The highest number that a topic of this watch ever had; 0 where there was none."""
    return Topic.objects.filter(watch_id=watch).aggregate(last=Max("number"))["last"] or 0


def posts_by_number(watch: int, first: int) -> dict[int, frozenset[int]]:
    """The posts of each topic that stands, from a bucket on."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = TopicPost.objects.filter(topic__watch_id=watch, bucket__gte=first)
    for number, post in rows.values_list("topic__number", "post_id").iterator(chunk_size=IDS_AT_A_TIME):
        found[number].add(post)
    return {number: frozenset(posts) for number, posts in found.items()}


def save(run: Run, before: Kept | None, now: datetime) -> Grown:
    """Store what a run found, all or nothing.

    Raises Overtaken where the state is not the one that the run began with. A post that has a topic keeps it.
    """
    with transaction.atomic():
        _store_state(run, before, now)
        topic_due.done(run.watch, run.done)
        topic_due.again(run.watch, run.again)
        first = last_number(run.watch)
        rows = _rows(run, now)
        for younger, older in sorted(run.joined.items()):
            _join(run.watch, younger, rows[older])
        _add_keys(run, rows, now)
        posts = _add_posts(run, rows)
    begun = {rows[found.number] for found in run.topics if found.number > first}
    return Grown(begun=len(begun & posts.keys()), posts=posts)


def _store_state(run: Run, before: Kept | None, now: datetime) -> None:
    row = Discovery.objects.select_for_update().filter(pk=run.watch).first()
    if (None if row is None else row.saved_at) != (None if before is None else before.saved_at):
        raise Overtaken(f"the topics of watch {run.watch} were stored by another run")
    fields = {"quarter": run.quarter, "body": run.body, "saved_at": now}
    Discovery.objects.update_or_create(pk=run.watch, defaults=fields)


def _rows(run: Run, now: datetime) -> dict[int, int]:
    """Rows of the topics by number, made where they are not there yet; nothing is told of those yet."""
    known = dict(Topic.objects.filter(watch_id=run.watch).values_list("number", "pk"))
    fresh = [
        Topic(
            watch_id=run.watch,
            number=found.number,
            title=found.title[:LONGEST_TITLE],
            since=bucket_time(found.since),
            last_at=bucket_time(found.since),
            told_at=now,
            posts=0,
            negative=0,
            authors=0,
        )
        for found in run.topics
        if found.number not in known
    ]
    Topic.objects.bulk_create(fresh)
    return known | {row.number: row.pk for row in fresh}


def _join(watch: int, younger: int, older: int) -> None:
    """Posts and keys go over to the older topic; the younger one's row stays, to show the way."""
    gone = Topic.objects.filter(watch_id=watch, number=younger, merged_into=None).first()
    if gone is None or gone.pk == older:
        return
    TopicPost.objects.filter(topic=gone).update(topic_id=older)
    held = TopicKeyword.objects.filter(topic_id=older).values_list("key", flat=True)
    TopicKeyword.objects.filter(topic=gone, key__in=list(held)).delete()
    TopicKeyword.objects.filter(topic=gone).update(topic_id=older)
    Topic.objects.filter(merged_into=gone).update(merged_into_id=older)
    Topic.objects.filter(pk=gone.pk).update(merged_into_id=older, on=False, posts=0)


def _add_keys(run: Run, rows: Mapping[int, int], now: datetime) -> None:
    moment = moments()(now)
    keys = [(rows[found.number], key, moment) for found in run.topics for key in found.keys if len(key) <= LONGEST_KEY]
    insert(TopicKeyword, ("topic_id", "key", "since"), keys)


def _add_posts(run: Run, rows: Mapping[int, int]) -> dict[int, int]:
    placed = _placed(run.watch, [post for post, _, _ in run.homes])
    fresh = {
        post: (rows[run.joined.get(number, number)], post, bucket)
        for post, bucket, number in run.homes
        if post not in placed
    }
    insert(TopicPost, ("topic_id", "post_id", "bucket"), list(fresh.values()))
    counts: dict[int, int] = defaultdict(int)
    for topic, _, _ in fresh.values():
        counts[topic] += 1
    return dict(counts)


def _placed(watch: int, posts: Collection[int]) -> set[int]:
    wanted = sorted(posts)
    found: set[int] = set()
    for start in range(0, len(wanted), IDS_AT_A_TIME):
        rows = TopicPost.objects.filter(topic__watch_id=watch, post_id__in=wanted[start : start + IDS_AT_A_TIME])
        found |= set(rows.values_list("post_id", flat=True))
    return found


def follow(old: int, new: int) -> None:
    """A new edition of a post takes the place of the old one in its topics; part of the caller's transaction."""
    TopicPost.objects.filter(post_id=old).update(post_id=new)


def forget(before: datetime) -> None:
    """Delete topics whose last post is older, with what they quote."""
    Topic.objects.filter(last_at__lt=before).delete()


def forget_author(author_key: str) -> None:
    """Take a person out of what is told of topics."""
    for topic in Topic.objects.filter(topicpost__post__author_key=author_key).distinct():
        topic.spreaders = [each for each in topic.spreaders if each["author_key"] != author_key]
        topic.save(update_fields=["spreaders"])
