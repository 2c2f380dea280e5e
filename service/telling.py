"""What is told of topics, brought up to date: figures and heat each time, words when a quarter more posts are there."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from analysis.forecast import forecasts
from analysis.heat import LEVELS, Facts, engaged, topic_heat
from analysis.summary import Told, better_title, is_title_due, summary
from analysis.topic_memory import MOST_KEYS, RECENT
from domain.heat import Heat
from domain.post import Channel
from domain.strict_json import written
from storage import topic_facts
from storage.models import Topic
from storage.topic_facts import ALIVE, Counted, Counts, Moved, ToldPost, Writers

BEGINNING = timedelta(seconds=RECENT)
GROWN = 1.25  # times as many posts as the words were chosen of
FIELDS = (
    *("on", "told_at", "posts", "negative", "authors", "since", "last_at", "heat", "heat_index", "forecasts"),
    *("title", "titled", "summed_up", "sentences", "spreaders", "copied", "spread", "first_post_id"),
)


def tell(watch: int, now: datetime, on: Collection[int], grown: Collection[int]) -> None:
    """Tell the topics of a watch anew that have a post of the last day, were on, or have `grown` (keys).

    `on` are the numbers of those that still rise. One whose posts are all older than itself has none of its own: what
    made it rise is told by other topics.
    """
    topics = topic_facts.alive(watch, now, grown)
    keys = [topic.pk for topic in topics]
    counted, moved, writers = topic_facts.counted(keys, now), topic_facts.moved(keys, now), topic_facts.writers(keys)
    for topic in topics:
        topic.on, topic.told_at = topic.number in on, now
        if topic.pk in counted and counted[topic.pk].last_at >= topic.since:
            _count(topic, counted[topic.pk], now)
            heat = _heat(moved.get(topic.pk, ()), writers.get(topic.pk))
            topic.heat, topic.heat_index = (written(heat), heat.index) if heat else (None, None)
            _sum_up(topic)
        else:
            topic.posts = 0
        topic_facts.store(topic, FIELDS)


def _count(topic: Topic, counted: Counted, now: datetime) -> None:
    """It began when it began to rise: words of the day before that fit it are older, and make nothing last longer."""
    topic.posts, topic.negative, topic.authors = counted.posts, counted.negative, counted.authors
    topic.since, topic.last_at = max(topic.since, counted.since), counted.last_at
    age = max(0.0, (now - topic.since).total_seconds() / 3600)
    ahead = forecasts(last_hour=counted.last_hour, age_hours=age, now=int(now.timestamp()))
    topic.forecasts = [written(each) for each in ahead] if counted.last_at >= now - ALIVE else []


def _heat(moved: Sequence[Moved], writers: Writers | None) -> Heat | None:
    facts = [_facts(each) for each in moved]
    if writers is not None:
        highest = max(writers.verified, key=lambda each: LEVELS[each], default=None)
        facts.append(Facts(followers=writers.followers, verification=highest))
    return topic_heat(facts) if facts else None


def _facts(moved: Moved) -> Facts:
    before = None if moved.before is None else engaged(_done(moved.before))
    return Facts(reposts=moved.now.reposts, comments=moved.now.comments, likes=moved.now.likes, before=before)


def _done(counts: Counts) -> Facts:
    return Facts(reposts=counts.reposts, comments=counts.comments, likes=counts.likes)


def _sum_up(topic: Topic) -> None:
    """Words anew where there are a quarter more posts than when they were chosen; the title where twice as many."""
    if topic.posts < GROWN * topic.summed_up:
        return
    posts = topic_facts.told(topic.pk)
    uses = Counter(key for post in posts for key in post.topic_keys or ())
    found = summary([_told(post) for post in posts], [key for key, _ in uses.most_common(MOST_KEYS)])
    if is_title_due(topic.posts, topic.titled):
        topic.title = better_title(topic.title, found.title, tuple(uses)) if topic.titled else found.title
        topic.titled = topic.posts
    topic.summed_up = topic.posts
    topic.sentences = [written(each) for each in found.sentences]
    topic.spreaders = [written(each) for each in found.spreaders]
    topic.copied, topic.spread, topic.first_post_id = found.copied, found.spread.value, _first(posts, topic.since)


def _first(posts: Sequence[ToldPost], since: datetime) -> int:
    """The earliest of those that it began with, and not a stray one of the day before that its words fit."""
    return min(posts, key=lambda post: (post.published_at < since - BEGINNING, post.published_at, post.post)).post


def _told(post: ToldPost) -> Told:
    known = [count for count in (post.reposts, post.comments) if count is not None]
    return Told(
        post=post.post,
        channel=Channel(post.channel),
        author_key=post.author_key,
        name=post.author_name,
        followers=post.followers,
        at=int(post.published_at.timestamp()),
        text=post.words,
        passed_on=sum(known) if known else None,
    )
