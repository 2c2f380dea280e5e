"""Topics that were found: what is known of each, and their posts."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from domain.day import bucket_time
from domain.heat import Forecast, Heat
from domain.job import JobName, JobState
from domain.score import Polarity
from domain.strict_json import read
from domain.topic import JOINT, Quoted, Spread, Spreader, Topic
from storage.models import Alert, AlertPost, Discovery, JobRun, TopicKeyword, TopicPost
from storage.models import Topic as TopicRow
from storage.scores import heard

QUARTER, HOUR, SETTLED = 900, 3600, 300  # seconds


class NoSuchTopic(LookupError):
    """There is no topic with this key."""


def lately(since: datetime, watch: int | None = None, limit: int = 50) -> list[Topic]:
    """Topics with a post since, those that still rise first, then the hottest; of one watch or of all."""
    rows = TopicRow.objects.filter(last_at__gte=since, posts__gt=0)
    if watch is not None:
        rows = rows.filter(watch_id=watch)
    return _nouns(rows.order_by("-on", F("heat_index").desc(nulls_last=True), "-posts", "pk")[:limit])


def one(key: int) -> Topic:
    """The topic with this key, or the one that it turned out to be, which has another; raises NoSuchTopic."""
    found = _nouns(TopicRow.objects.filter(Q(pk=key, merged_into=None) | Q(merged=key), posts__gt=0))
    if not found:
        raise NoSuchTopic(f"没有编号为 {key} 的话题")
    return found[0]


def some(keys: Collection[int]) -> dict[int, Topic]:
    """These topics by key; keys of none are left out."""
    return {topic.key: topic for topic in _nouns(TopicRow.objects.filter(pk__in=keys))}


def of_post(post: int) -> list[Topic]:
    """The topics that a post belongs to: at most one of each watch."""
    return _nouns(TopicRow.objects.filter(topicpost__post_id=post, posts__gt=0).order_by("pk"))


def of_alerts(alerts: Collection[int]) -> dict[int, Topic]:
    """The topic of each alert's posts, where at least half of those posts belong to one."""
    posts = AlertPost.objects.filter(alert_id__in=alerts)
    many = Counter(posts.values_list("alert_id", flat=True))
    shared = posts.filter(post__topicpost__topic__watch_id=F("alert__watch_id"))
    rows = shared.values_list("alert_id", "post__topicpost__topic_id").annotate(n=Count("post_id")).order_by("n")
    best = {alert: topic for alert, topic, count in rows if 2 * count >= many[alert]}
    nouns = some(set(best.values()))
    return {alert: nouns[topic] for alert, topic in best.items()}


def hours(topic: int, first: int, last: int) -> list[tuple[int, int, int, int]]:
    """(start in epoch seconds, posts, negative ones, ones with a verdict) of the hours of the buckets [first, last).

    Oldest first, hours without a post left out.
    """
    rows = TopicPost.objects.filter(heard("post__"), topic_id=topic, bucket__gte=first, bucket__lt=last)
    start = F("bucket") - F("bucket") % HOUR
    negative = Count("post_id", filter=Q(post__score__polarity=Polarity.NEGATIVE.value))
    scored = Count("post__score", filter=~Q(post__score__polarity=Polarity.UNKNOWN.value))
    counted = rows.annotate(hour=start).values("hour").annotate(posts=Count("post_id"), bad=negative, judged=scored)
    return list(counted.order_by("hour").values_list("hour", "posts", "bad", "judged"))


def looked_until() -> dict[int, datetime]:
    """Up to when the search for topics has read the posts of each watch; watches never searched are left out.

    A watch of which nobody speaks is searched too: what counts is the last run that ended well, and that a quarter of
    an hour is taken in five minutes after its end.
    """
    runs = JobRun.objects.filter(job=JobName.TOPICS.value, state=JobState.DONE.value, started_at__isnull=False)
    ran = runs.order_by("-asked_at", "-id").values_list("started_at", flat=True).first()
    reached = 0 if ran is None else (int(ran.timestamp()) - SETTLED) // QUARTER * QUARTER
    rows = Discovery.objects.values_list("watch_id", "quarter")
    return {watch: bucket_time(max(quarter + QUARTER, reached)) for watch, quarter in rows}


def alerts_of(topic: int, most: int = 20) -> list[Alert]:
    """Alerts of whose posts at least half belong to the topic, the newest first."""
    theirs = TopicPost.objects.filter(topic_id=topic, post_id=OuterRef("post_id"))
    some_of = set(AlertPost.objects.filter(Exists(theirs)).order_by().values_list("alert_id", flat=True))
    mine = [alert for alert, own in of_alerts(some_of).items() if own.key == topic]
    return list(Alert.objects.filter(pk__in=mine).order_by("-detected_at", "-pk")[:most])


def _nouns(found: QuerySet[TopicRow]) -> list[Topic]:
    rows = list(found)
    keys: dict[int, list[str]] = {row.pk: [] for row in rows}
    known = TopicKeyword.objects.filter(topic_id__in=list(keys)).exclude(key__contains=JOINT)
    for topic, key in known.order_by("since", "pk").values_list("topic_id", "key"):
        keys[topic].append(key)
    return [_noun(row, keys[row.pk]) for row in rows]


def _noun(row: TopicRow, keywords: Sequence[str]) -> Topic:
    return Topic(
        key=row.pk,
        watch=row.watch_id,
        title=row.title,
        sentences=tuple(read(Quoted, each) for each in row.sentences),
        keywords=tuple(keywords),
        since=row.since,
        last_at=row.last_at,
        told_at=row.told_at,
        on=row.on,
        posts=row.posts,
        negative=row.negative,
        authors=row.authors,
        first_post=row.first_post_id,
        spreaders=tuple(read(Spreader, each) for each in row.spreaders),
        copied=row.copied,
        spread=Spread(row.spread),
        heat=None if row.heat is None else read(Heat, row.heat),
        forecasts=tuple(read(Forecast, each) for each in row.forecasts),
    )
