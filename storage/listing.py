"""Posts of a watch as a page shows them: newest first, some at a time, found by index and never counted one by one."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Min, Q, QuerySet, Sum

from domain.day import BUCKET_SECONDS
from domain.post import Channel, PostKind, Verification
from domain.score import DecidingWord, Polarity
from storage import search
from storage.models import AlertPost, Mention, Post, Rollup, Score, Topic, TopicPost


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which posts; `first` and `last` are buckets, half open, None where that side is open."""

    watch: int
    channel: Channel | None = None
    polarity: Polarity | None = None
    first: int | None = None
    last: int | None = None
    topic: str = ""
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where the next page begins: after this post in the order of the list."""

    bucket: int
    published_at: datetime
    mention: int


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One post with its verdict as a list shows it; unknown facts are None, unknown words empty."""

    post: int
    native_id: str
    edition: int
    channel: Channel
    kind: PostKind
    url: str
    title: str
    text: str
    quoted: str
    author: str
    followers: int | None
    verification: Verification | None
    region: str
    published_at: datetime
    collected_at: datetime
    reposts: int | None
    comments: int | None
    likes: int | None
    reads: int | None
    negativity: float | None
    polarity: Polarity | None
    words: tuple[DecidingWord, ...]


@dataclass(frozen=True, kw_only=True)
class Page:
    """Some posts, and where the older ones begin; None at the end."""

    posts: tuple[Listed, ...]
    older: Place | None


@dataclass(frozen=True, kw_only=True)
class Counted:
    """How many posts there are by polarity, from the roll-ups; `unscored` have no verdict yet."""

    posts: int
    negative: int
    neutral: int
    positive: int

    @property
    def unscored(self) -> int:
        """How many have no verdict yet."""
        return self.posts - self.negative - self.neutral - self.positive


def page(wanted: Wanted, *, after: Place | None = None, size: int = 50) -> Page:
    """One page, newest first, in one query (two with a topic); the cost does not grow with how far one has paged."""
    rows = _after(_wanted(wanted), after).select_related("post__score")
    some = list(rows.order_by("-bucket", "-post__published_at", "-id")[: size + 1])
    shown = some[:size]
    older = _place(shown[-1]) if len(some) > size else None
    return Page(posts=tuple(_listed(mention.post) for mention in shown), older=older)


def counted(wanted: Wanted) -> Counted | None:
    """How many posts the filters of watch, channel and time hold; None where words or a topic would need counting."""
    if wanted.words or wanted.topic:
        return None
    rows = Rollup.objects.filter(_times(wanted), watch_id=wanted.watch)
    if wanted.channel:
        rows = rows.filter(channel=wanted.channel.value)
    names = ("posts", "negative", "neutral", "positive")
    sums = rows.aggregate(**{f"all_{name}": Sum(name) for name in names})
    return Counted(**{name: sums[f"all_{name}"] or 0 for name in names})


def evidence(alert: int) -> tuple[Listed, ...]:
    """The posts that prove an alert, the gravest first."""
    rows = AlertPost.objects.filter(alert_id=alert).select_related("post__score").order_by("rank")
    return tuple(_listed(row.post) for row in rows)


def _wanted(wanted: Wanted) -> QuerySet[Mention]:
    rows = Mention.objects.filter(_times(wanted), watch_id=wanted.watch)
    if wanted.channel:
        rows = rows.filter(channel=wanted.channel.value)
    if wanted.polarity:
        rows = rows.filter(post__score__polarity=wanted.polarity.value)
    if wanted.topic:
        rows = _of_topic(rows, wanted)
    if wanted.words.strip():
        rows = rows.filter(post__in=search.found(Post.objects.all(), wanted.words).values("id"))
    return rows


def _times(wanted: Wanted) -> Q:
    first = Q() if wanted.first is None else Q(bucket__gte=wanted.first)
    return first if wanted.last is None else first & Q(bucket__lt=wanted.last)


def _of_topic(rows: QuerySet[Mention], wanted: Wanted) -> QuerySet[Mention]:
    """Only posts of the topic; its own first and last bucket keep the walk short."""
    topic = Topic.objects.filter(watch_id=wanted.watch, key=wanted.topic).first()
    if topic is None:
        return rows.none()
    posts = TopicPost.objects.filter(topic=topic)
    ends = posts.aggregate(first=Min("bucket"), last=Max("bucket"))
    if ends["first"] is None:
        return rows.none()
    return rows.filter(
        post__in=posts.values("post_id"), bucket__gte=ends["first"], bucket__lt=ends["last"] + BUCKET_SECONDS
    )


def _after(rows: QuerySet[Mention], place: Place | None) -> QuerySet[Mention]:
    if place is None:
        return rows
    same = Q(bucket=place.bucket)
    before = Q(post__published_at__lt=place.published_at)
    tied = Q(post__published_at=place.published_at, id__lt=place.mention)
    return rows.filter(Q(bucket__lte=place.bucket) & (Q(bucket__lt=place.bucket) | same & (before | tied)))


def _place(mention: Mention) -> Place:
    return Place(bucket=mention.bucket, published_at=mention.post.published_at, mention=mention.pk)


def _listed(post: Post) -> Listed:
    score: Score | None = getattr(post, "score", None)
    return Listed(
        post=post.pk,
        native_id=post.native_id,
        edition=post.edition,
        channel=Channel(post.channel),
        kind=PostKind(post.kind),
        url=post.url,
        title=post.title,
        text=post.text,
        quoted=post.quoted,
        author=post.author_name or post.author_key,
        followers=post.followers,
        verification=Verification(post.verification) if post.verification else None,
        region=post.region,
        published_at=post.published_at,
        collected_at=post.collected_at,
        reposts=post.reposts,
        comments=post.comments,
        likes=post.likes,
        reads=post.reads,
        negativity=score.negativity if score else None,
        polarity=Polarity(score.polarity) if score else None,
        words=tuple(DecidingWord(word=word, weight=weight) for word, weight in score.words) if score else (),
    )
