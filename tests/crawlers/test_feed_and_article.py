"""A feed brings the beginning of an article; the queue brings the rest; it is one post all the way."""

from datetime import datetime, timedelta

import pytest

from crawlers.notes import keep_note
from crawlers.pages.feed import post_of, read_feed
from domain.article_link import FoundBy, LinkState
from domain.feed import ArticleOffered
from domain.post import Author, Channel, Post, PostKind
from storage import article_queue, posts
from storage.models import ArticleLink, Watch
from storage.models import Post as PostRow

pytestmark = pytest.mark.django_db
SHORT = "QingLu_TravelRide0003A"
IDENTITY = "MzA0MDAwMDAwMQ==:22475:1"
FEED = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>早报</title><link>https://rss.example/</link>
<item><title>青鹭出行调整押金规则</title><link>https://mp.weixin.qq.com/s/{SHORT}</link>
<description>老用户的押金在三日内退回</description></item></channel></rss>""".encode()


def test_what_a_feed_only_names_is_read_by_its_link_and_stays_one_post_with_its_true_time(now: datetime) -> None:
    watch = Watch.objects.create(name="青鹭出行", any_words="青鹭")
    (entry,) = read_feed(FEED, now).entries
    named = post_of(entry, "早报桥", now, now)
    posts.store([named], watch=watch.pk, now=now)
    assert entry.link is not None
    offered = ArticleOffered(
        name=entry.name, link=entry.link, title=entry.title, account=None, published_at=None, why=entry.missing
    )
    keep_note(offered, now)
    keep_note(offered, now)
    (due,) = article_queue.due(now, 10)
    assert due.url == f"https://mp.weixin.qq.com/s/{SHORT}"
    queued = ArticleLink.objects.get()
    assert (queued.found_by, queued.state) == (FoundBy.FEED.value, LinkState.WAITING.value)
    assert queued.title == "青鹭出行调整押金规则"

    later = now + timedelta(minutes=10)
    whole = Post(
        channel=Channel.WECHAT,
        native_id=IDENTITY,
        aliases=(f"s/{SHORT}",),
        kind=PostKind.ARTICLE,
        title="青鹭出行调整押金规则",
        text="青鹭出行今天起调整押金规则，老用户的押金在三日内退回。",
        published_at=now - timedelta(hours=3),
        collected_at=later,
        author=Author(key="MzA0MDAwMDAwMQ==", name="早报"),
    )
    posts.store([whole], watch=watch.pk, now=later)
    newest = PostRow.objects.order_by("-edition").first()
    assert newest is not None
    assert {row.native_id for row in PostRow.objects.all()} == {f"s/{SHORT}"}
    assert newest.text == whole.text
    assert (newest.dated, newest.published_at) == (True, whole.published_at)
