"""Topics as the search would have left them, made from posts that are in the store."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from domain.heat import Forecast, Heat
from domain.post import Channel
from domain.strict_json import written
from domain.topic import Quoted, Spreader
from storage.models import Mention, Topic, TopicKeyword, TopicPost, Watch

HEAT = Heat(index=62.4, engagement=0.7, velocity=0.5, reach=None, level=0.9)
COMING = (Forecast(hours=6, low=40.2, middle=70.0, high=119.3), Forecast(hours=24, low=90.0, middle=150.0, high=300.0))
SPREADERS = (
    Spreader(channel=Channel.WEIBO, author_key="u1", name="江城晚报", posts=2, passed_on=320, followers=1_200_000),
    Spreader(channel=Channel.WEIBO, author_key="u2", name="", posts=1, passed_on=None, followers=None),
)


def a_topic(watch: Watch, posts: Sequence[int], told_at: datetime, **facts: Any) -> Topic:
    """A topic of these posts of the watch, told at a moment; `sentences` are (text, post)."""
    number = Topic.objects.filter(watch=watch).count() + 1
    keywords = facts.pop("keywords", ("崩了",))
    sentences = tuple(Quoted(text=text, post=post) for text, post in facts.pop("sentences", ()))
    heat, forecasts = facts.pop("heat", HEAT), facts.pop("forecasts", ())
    settled: dict[str, Any] = {
        "title": "云帆崩了",
        "since": told_at - timedelta(hours=3),
        "last_at": told_at,
        "posts": len(posts),
        "negative": 0,
        "authors": len(posts),
        "first_post_id": posts[0] if posts else None,
        "spreaders": written(facts.pop("spreaders", ())),
        "heat_index": heat and heat.index,
        "heat": written(heat),
        "forecasts": written(forecasts),
    }
    row = Topic.objects.create(
        watch=watch, number=number, told_at=told_at, sentences=written(sentences), **(settled | facts)
    )
    TopicKeyword.objects.bulk_create(TopicKeyword(topic=row, key=key, since=row.since) for key in keywords)
    buckets = Mention.objects.filter(watch=watch, post_id__in=posts).values_list("post_id", "bucket")
    TopicPost.objects.bulk_create(TopicPost(topic=row, post_id=post, bucket=bucket) for post, bucket in buckets)
    return row
