"""Posts as pages show them: newest first, some at a time, found by index and never counted one by one."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from domain.day import bucket_of, bucket_time
from domain.post import Channel, PostKind, Verification
from domain.score import Complaint, DecidingWord, Noise, Polarity
from storage import search
from storage.models import AlertPost, Keyword, KeywordPost, Mention, Post, Rollup, Score, TopicPost

FEW = 2_000


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which posts, without a watch those of any; `first` and `last` are buckets, half open, None where open-ended.

    `heard` True leaves noise out, False leaves nothing but noise; `noise` asks for one kind of it.
    `topic` is the key of a found topic.
    """

    watch: int | None = None
    channel: Channel | None = None
    polarity: Polarity | None = None
    complaint: Complaint | None = None
    noise: Noise | None = None
    heard: bool | None = None
    first: int | None = None
    last: int | None = None
    keyword: str = ""
    words: str = ""
    topic: int | None = None


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where the next page begins: after this post in the order of the list."""

    published_at: datetime
    post: int


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One post with its verdict as a list shows it; unknown facts are None, unknown words empty.

    `dated` is false where nobody told the time of publication, so that `published_at` is when it was first seen.
    """

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
    dated: bool
    collected_at: datetime
    reposts: int | None
    comments: int | None
    likes: int | None
    reads: int | None
    negativity: float | None
    polarity: Polarity | None
    words: tuple[DecidingWord, ...]
    corrected_by: str
    complaint: Complaint | None
    complaint_words: tuple[str, ...]
    noise: Noise | None


@dataclass(frozen=True, kw_only=True)
class Page:
    """Some posts, and where the older ones begin; None at the end."""

    posts: tuple[Listed, ...]
    older: Place | None


@dataclass(frozen=True, kw_only=True)
class Counted:
    """How many posts there are by polarity, from the roll-ups; `unscored` have no verdict yet.

    `unknown` ones hold nothing to judge; `noise` is in none of the others.
    """

    posts: int
    negative: int
    neutral: int
    positive: int
    unknown: int
    noise: int

    @property
    def unscored(self) -> int:
        """How many have no verdict yet."""
        return self.posts - self.negative - self.neutral - self.positive - self.unknown


def page(wanted: Wanted, *, after: Place | None = None, size: int = 50) -> Page:
    """One page, newest first, in one query or two; the cost does not grow with how far one has paged."""
    few = _few(wanted)
    if wanted.topic is not None:
        some = [row.post for row in _of_topic(wanted, wanted.topic, after)[: size + 1]]
    elif few is not None or wanted.watch is None:
        some = list(_of_posts(wanted, few, after)[: size + 1])
    else:
        some = [mention.post for mention in _of_watch(wanted, wanted.watch, after)[: size + 1]]
    shown = some[:size]
    older = Place(published_at=shown[-1].published_at, post=shown[-1].pk) if len(some) > size else None
    return Page(posts=tuple(_listed(post) for post in shown), older=older)


def counted(wanted: Wanted) -> Counted | None:
    """How many posts of one watch a channel and a time hold; None where no roll-up knows."""
    if wanted.words or wanted.keyword or wanted.topic is not None or wanted.watch is None:
        return None
    rows = Rollup.objects.filter(_times(wanted), watch_id=wanted.watch)
    if wanted.channel:
        rows = rows.filter(channel=wanted.channel.value)
    names = ("posts", "negative", "neutral", "positive", "unknown", "noise")
    sums = rows.aggregate(**{f"all_{name}": Sum(name) for name in names})
    return Counted(**{name: sums[f"all_{name}"] or 0 for name in names})


def evidence(alert: int) -> tuple[Listed, ...]:
    """The posts that prove an alert, the gravest first."""
    rows = AlertPost.objects.filter(alert_id=alert).select_related("post__score").order_by("rank")
    return tuple(_listed(row.post) for row in rows)


def one(post: int) -> Listed | None:
    """One post; None where there is none."""
    row = Post.objects.select_related("score").filter(pk=post).first()
    return None if row is None else _listed(row)


def _few(wanted: Wanted) -> list[int] | None:
    """The posts of channel, keyword and words where they are few, so that a rare word costs little; None where not."""
    if wanted.topic is not None or not (wanted.channel or wanted.keyword or wanted.words.strip()):
        return None
    posts = Post.objects.order_by()
    if wanted.channel:
        posts = posts.filter(channel=wanted.channel.value)
    if wanted.keyword:
        posts = posts.filter(pk__in=KeywordPost.objects.filter(keyword__in=_keywords(wanted)).values("post_id"))
    some = list(search.found(posts, wanted.words).values_list("pk", flat=True)[: FEW + 1])
    return some if len(some) <= FEW else None


def _of_watch(wanted: Wanted, watch: int, after: Place | None) -> QuerySet[Mention]:
    """Walks the index (watch, bucket) backwards."""
    rows = Mention.objects.filter(_times(wanted), _tests(wanted, "post_id"), _after(after), watch_id=watch)
    if wanted.channel:
        rows = rows.filter(channel=wanted.channel.value)
    return rows.select_related("post__score").order_by("-bucket", "-post__published_at", "-post_id")


def _of_topic(wanted: Wanted, topic: int, after: Place | None) -> QuerySet[TopicPost]:
    """Walks the index (topic, bucket) backwards; editions that were replaced are left out."""
    mentions = Mention.objects.filter(post=OuterRef("post_id"))
    own = mentions if wanted.watch is None else mentions.filter(watch_id=wanted.watch)
    tests = _tests(wanted, "post_id") & Q(Exists(own))
    rows = TopicPost.objects.filter(_times(wanted), tests, _after(after), topic_id=topic)
    if wanted.channel:
        rows = rows.filter(post__channel=wanted.channel.value)
    return rows.select_related("post__score").order_by("-bucket", "-post__published_at", "-post_id")


def _after(place: Place | None) -> Q:
    """Rows with a bucket that come after this place of the list."""
    if place is None:
        return Q()
    bucket = bucket_of(place.published_at)
    tied = Q(post__published_at=place.published_at, post_id__lt=place.post)
    here = Q(bucket=bucket) & (Q(post__published_at__lt=place.published_at) | tied)
    return Q(bucket__lte=bucket) & (Q(bucket__lt=bucket) | here)


def _of_posts(wanted: Wanted, few: list[int] | None, after: Place | None) -> QuerySet[Post]:
    """Looks up the few posts, or walks the index of publication times backwards.

    Editions that were replaced belong to no watch and are left out.
    """
    mentions = Mention.objects.filter(post=OuterRef("pk"))
    own = mentions if wanted.watch is None else mentions.filter(watch_id=wanted.watch)
    rows = Post.objects.filter(Exists(own), _tests(wanted, "pk") if few is None else _verdict(wanted, "pk"))
    if few is not None:
        rows = rows.filter(pk__in=few)
    if wanted.channel:
        rows = rows.filter(channel=wanted.channel.value)
    if wanted.first is not None:
        rows = rows.filter(published_at__gte=bucket_time(wanted.first))
    if wanted.last is not None:
        rows = rows.filter(published_at__lt=bucket_time(wanted.last))
    if after:
        tied = Q(published_at=after.published_at, pk__lt=after.post)
        earlier = Q(published_at__lt=after.published_at) | tied
        rows = rows.filter(Q(published_at__lte=after.published_at) & earlier)
    return rows.select_related("score").order_by("-published_at", "-pk")


def _keywords(wanted: Wanted) -> QuerySet[Keyword]:
    keywords = Keyword.objects.filter(key=wanted.keyword)
    return keywords if wanted.watch is None else keywords.filter(watch_id=wanted.watch)


def _tests(wanted: Wanted, key: str) -> Q:
    """What each row that is walked must pass; `key` is the column that holds the post."""
    tests = _verdict(wanted, key)
    if wanted.keyword:
        tests &= Q(Exists(KeywordPost.objects.filter(keyword__in=_keywords(wanted), post_id=OuterRef(key))))
    if wanted.words.strip():
        tests &= Q(**{f"{key}__in": search.found(Post.objects.order_by(), wanted.words).values("pk")})
    return tests


def _verdict(wanted: Wanted, key: str) -> Q:
    """As a test of each row that is walked: a join would tempt SQLite to sort all posts of the polarity."""
    asked = {"polarity": wanted.polarity, "complaint": wanted.complaint, "noise": wanted.noise}
    values = {name: value.value for name, value in asked.items() if value}
    own = Score.objects.filter(post_id=OuterRef(key))
    tests = Q(Exists(own.filter(**values))) if values else Q()
    loud = Q(Exists(own.exclude(noise="")))
    return tests if wanted.heard is None else tests & (~loud if wanted.heard else loud)


def _times(wanted: Wanted) -> Q:
    first = Q() if wanted.first is None else Q(bucket__gte=wanted.first)
    return first if wanted.last is None else first & Q(bucket__lt=wanted.last)


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
        dated=post.dated,
        collected_at=post.collected_at,
        reposts=post.reposts,
        comments=post.comments,
        likes=post.likes,
        reads=post.reads,
        negativity=score.negativity if score else None,
        polarity=Polarity(score.polarity) if score else None,
        words=tuple(DecidingWord(word=word, weight=weight) for word, weight in score.words) if score else (),
        corrected_by=score.corrected_by if score else "",
        complaint=Complaint(score.complaint) if score and score.complaint else None,
        complaint_words=tuple(score.complaint_words) if score else (),
        noise=Noise(score.noise) if score and score.noise else None,
    )
