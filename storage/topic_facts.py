"""What is counted of topics and read of their posts, for telling them; noise is left out of counts."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Count, F, Max, Min, Q, QuerySet, Sum
from django.db.models.functions import Substr

from domain.post import Verification
from domain.score import Noise, Polarity
from storage.authors import authors
from storage.models import Post, Reading, TopicPost
from storage.models import Topic as TopicRow
from storage.scores import heard

HOUR = timedelta(hours=1)
ALIVE = timedelta(days=1)
READ, LONGEST = 1_000, 2_000  # posts whose words are read at either end of a topic; characters of one
COPY_OR_HEARD = heard("post__") | Q(post__score__noise=Noise.COPY.value)
COUNTS = ("reposts", "comments", "likes")


class Counts(NamedTuple):
    """What people did at a post or at several; None where nothing is known."""

    reposts: int | None
    comments: int | None
    likes: int | None


class ToldPost(NamedTuple):
    """A post of a topic: whose it is, and its words, '' where they are not to be read."""

    post: int
    words: str
    channel: str
    author_key: str
    author_name: str
    followers: int | None
    published_at: datetime
    reposts: int | None
    comments: int | None
    topic_keys: list[str] | None


@dataclass(frozen=True, kw_only=True)
class Moved:
    """What people did until now and until an hour ago; None where no count of then is known."""

    now: Counts
    before: Counts | None


@dataclass(frozen=True, kw_only=True)
class Writers:
    """Those who wrote: their followers added up, None where nobody's are known, and what they are verified as."""

    followers: int | None
    verified: frozenset[Verification]


@dataclass(frozen=True, kw_only=True)
class Counted:
    """Figures of one topic: times of its first and last post that are not to come, posts of the last hour."""

    topic: int
    posts: int
    negative: int
    authors: int
    since: datetime
    last_at: datetime
    last_hour: int


def alive(watch: int, now: datetime, also: Collection[int] = ()) -> list[TopicRow]:
    """Topics of a watch that are to be told anew: with a post of the last day, on, or among `also`."""
    lively = Q(last_at__gte=now - ALIVE) | Q(on=True) | Q(pk__in=also)
    return list(TopicRow.objects.filter(lively, watch_id=watch, merged_into=None).order_by("pk"))


def counted(topics: Collection[int], now: datetime) -> dict[int, Counted]:
    """The figures of topics that have a post."""
    negative = Count("post_id", filter=Q(post__score__polarity=Polarity.NEGATIVE.value))
    past = Q(post__published_at__lte=now)
    lately = Count("post_id", filter=past & Q(post__published_at__gt=now - HOUR))
    rows = _heard(topics).values("topic_id").order_by()
    found = rows.annotate(
        n=Count("post_id"),
        negative=negative,
        authors=authors(),
        lately=lately,
        first=Min("post__published_at", filter=past),
        last=Max("post__published_at", filter=past),
    )
    return {
        row["topic_id"]: Counted(
            topic=row["topic_id"],
            posts=row["n"],
            negative=row["negative"],
            authors=row["authors"],
            since=row["first"] or now,
            last_at=row["last"] or now,
            last_hour=row["lately"],
        )
        for row in found
    }


def store(topic: TopicRow, fields: Sequence[str]) -> None:
    """Write what is told of a topic, unless it was joined to another in the meantime."""
    told_of = {name: getattr(topic, name) for name in fields}
    TopicRow.objects.filter(pk=topic.pk, merged_into=None).update(**told_of)


def told(topic: int) -> list[ToldPost]:
    """The posts of a topic, copies on order among them; words are read of the first thousand and the last."""
    rows = TopicPost.objects.filter(COPY_OR_HEARD, topic_id=topic, post__mention__watch_id=F("topic__watch_id"))
    fields = (*(f"post__{name}" for name in ToldPost._fields[2:-1]), "post__score__topic_keys")
    ordered = list(rows.order_by("bucket", "post_id").values_list("post_id", *fields))
    ends = [*ordered[:READ], *ordered[max(READ, len(ordered) - READ) :]]
    words = _words([post for post, *_ in ends])
    return [ToldPost(post, words.get(post, ""), *others) for post, *others in ordered]


def _words(posts: Sequence[int]) -> dict[int, str]:
    short = Post.objects.annotate(words=Substr("text", 1, LONGEST)).values_list("pk", "title", "words")
    return {pk: f"{title}\n{text}" if title else text for pk, title, text in short.filter(pk__in=posts)}


def moved(topics: Collection[int], now: datetime) -> dict[int, list[Moved]]:
    """What people did, by topic: at posts that were read again within the hour one by one, the rest added up."""
    before = _before(topics, now - HOUR)
    found: dict[int, list[Moved]] = defaultdict(list)
    fields = ("topic_id", "post_id", *(f"post__{name}" for name in COUNTS))
    for topic, post, *counts in _heard(topics).filter(post_id__in=before).values_list(*fields):
        found[topic].append(Moved(now=_counts(counts), before=before[post]))
    sums = [Sum(f"post__{name}") for name in COUNTS]
    rows = _heard(topics).exclude(post_id__in=before).order_by().values_list("topic_id").annotate(*sums)
    for topic, *counts in rows:
        found[topic].append(Moved(now=_counts(counts), before=None))
    return found


def writers(topics: Collection[int]) -> dict[int, Writers]:
    """Who wrote, by topic: the followers of each account once, and the verifications that there are."""
    rows = _heard(topics).exclude(post__author_key="").order_by()
    each = rows.values_list("topic_id", "post__channel", "post__author_key", "post__verification")
    reach: dict[int, dict[tuple[str, str], int]] = defaultdict(dict)
    standing: dict[int, set[str]] = defaultdict(set)
    for topic, channel, author, verification, followers in each.annotate(most=Max("post__followers")):
        if followers is not None:
            reach[topic][channel, author] = max(followers, reach[topic].get((channel, author), 0))
        if verification:
            standing[topic].add(verification)
    return {
        topic: Writers(
            followers=sum(reach[topic].values()) if topic in reach else None,
            verified=frozenset(map(Verification, standing[topic])) if topic in standing else frozenset(),
        )
        for topic in reach.keys() | standing.keys()
    }


def _before(topics: Collection[int], moment: datetime) -> dict[int, Counts]:
    """By post its counts as last read up to a moment, of those that were read again since."""
    again = Reading.objects.filter(read_at__gt=moment, post__topicpost__topic_id__in=list(topics))
    posts = list(again.values_list("post_id", flat=True).distinct())
    older = Reading.objects.filter(post_id__in=posts, read_at__lte=moment).order_by("read_at")
    return {post: _counts(counts) for post, *counts in older.values_list("post_id", *COUNTS)}


def _counts(counts: Sequence[int | None]) -> Counts:
    return Counts(*counts)


def _heard(topics: Collection[int]) -> QuerySet[TopicPost]:
    mentioned = Q(post__mention__watch_id=F("topic__watch_id"))
    return TopicPost.objects.filter(heard("post__"), mentioned, topic_id__in=list(topics))
