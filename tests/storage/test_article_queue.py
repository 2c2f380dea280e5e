"""The queue of articles: offered, found, read, gone, and one post however many names it has."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from domain.absence import Absence
from domain.article_address import address_of
from domain.article_link import FoundBy, FoundLink, LinksFound, LinkState, LinkTried, Tried, Verdict
from domain.post import Author, Channel, Post, PostKind
from domain.refusal import Refusal
from storage import aliases, arrivals, article_queue, links, pauses, posts, revisits
from storage.models import ArticleLink, Mention, PostAlias, Watch
from storage.models import Post as PostRow

pytestmark = pytest.mark.django_db
BIZ = "MzA0MDAwMDAwMQ=="
SHORT = "7FkK0lM3tq_X-b2Yz01abQ"
OTHER = "0000000000000000000000"[:-1] + "A"
URL = f"https://mp.weixin.qq.com/s/{SHORT}"
HOUR = timedelta(hours=1)


@pytest.fixture
def watch() -> Watch:
    return Watch.objects.create(name="青鹭出行", any_words="青鹭")


def article(now: datetime, text: str = "青鹭崩了", mid: int = 22475, **more: Any) -> Post:
    return Post(
        channel=Channel.WECHAT,
        native_id=f"{BIZ}:{mid}:1",
        kind=PostKind.ARTICLE,
        title="题目",
        text=text,
        published_at=now - HOUR,
        collected_at=now,
        author=Author(key=BIZ, name="早报"),
        **more,
    )


def result(now: datetime, name: str = "row/1", url: str | None = None, place: str = "search/1") -> LinksFound:
    link = FoundLink(name=name, url=url, account="早报", title="<b>题目</b>", told_at=now - HOUR)
    return LinksFound(by=FoundBy.SEARCH, place=place, source="搜狗文章搜索", links=(link,))


def row(name: str) -> ArticleLink:
    return ArticleLink.objects.get(name=name)


def test_half_of_a_long_list_is_broken_and_the_other_half_is_taken_once(now: datetime) -> None:
    good = [f"https://mp.weixin.qq.com/s/{number:021d}A" for number in range(5_000)]
    bad = ["javascript:alert(1)", "https://evil.example/s/x", "没有链接", "https://mp.weixin.qq.com/s/short"] * 1_250
    told = links.offer([line for pair in zip(good, bad, strict=True) for line in pair], FoundBy.FILE, now, by="林晓")
    assert len(told) == 10_000
    assert [one.line for one in told] == list(range(1, 10_001))
    assert {one.verdict for one in told[::2]} == {Verdict.TAKEN}
    assert {one.verdict for one in told[1::2]} == {Verdict.REFUSED}
    assert all(one.why for one in told[1::2])
    again = links.offer(good[:3], FoundBy.CONSOLE, now)
    assert [one.verdict for one in again] == [Verdict.KNOWN] * 3
    assert ArticleLink.objects.count() == 5_000
    (source,) = arrivals.sources()
    assert (source.place, source.newest_at) == ("links/file", now)
    assert sum(count for _, count in arrivals.by_hour(source.key, now, 1)) == 5_000


def test_an_album_becomes_a_source_and_is_known_the_second_time(now: datetime, watch: Watch) -> None:
    album = f"https://mp.weixin.qq.com/mp/appmsgalbum?__biz={BIZ}&album_id=31415926"
    assert links.offer([album], FoundBy.CONSOLE, now, watch=watch.pk)[0].verdict is Verdict.ALBUM
    assert links.offer([album], FoundBy.CONSOLE, now)[0].verdict is Verdict.KNOWN
    (source,) = arrivals.sources()
    assert (source.place, source.watch) == (f"album/{BIZ}/31415926", watch.pk)
    assert not ArticleLink.objects.exists()


def test_a_long_link_that_nobody_may_open_is_refused_with_the_way_out(now: datetime) -> None:
    (told,) = links.offer([f"https://mp.weixin.qq.com/s?__biz={BIZ}&mid=1&idx=1&sn=ab"], FoundBy.FILE, now)
    assert told.verdict is Verdict.REFUSED
    assert "复制链接" in told.why


def test_an_article_that_came_by_two_ways_is_one_post(now: datetime) -> None:
    posts.store([article(now, aliases=("row/1", "t/abc"))], watch=None, now=now)
    posts.store([article(now, aliases=(f"s/{SHORT}", f"sn/{BIZ}:ab"))], watch=None, now=now)
    assert PostRow.objects.count() == 1
    (told,) = links.offer([URL], FoundBy.CONSOLE, now)
    assert told.verdict is Verdict.KNOWN
    names = PostAlias.objects.filter(native_id=f"{BIZ}:22475:1").values_list("name", flat=True)
    assert set(names) >= {"row/1", f"s/{SHORT}"}


def test_a_post_that_is_known_by_its_short_link_alone_stays_one_when_its_identity_comes(now: datetime) -> None:
    early = Post(
        channel=Channel.WECHAT,
        native_id=f"s/{SHORT}",
        kind=PostKind.ARTICLE,
        title="题目",
        text="青鹭崩了",
        published_at=now,
        collected_at=now,
        aliases=(f"s/{SHORT}",),
    )
    posts.store([early], watch=None, now=now)
    stored = posts.store([article(now, aliases=(f"s/{SHORT}",))], watch=None, now=now)
    assert (stored.new, stored.found_again) == (0, 1)
    assert aliases.resolved(Channel.WECHAT, [f"{BIZ}:22475:1"]) == {f"{BIZ}:22475:1": f"s/{SHORT}"}


def test_a_result_is_kept_before_its_address_is_known_and_gets_it_later(now: datetime, watch: Watch) -> None:
    assert article_queue.found(result(now), watch.pk, now) == 1
    assert article_queue.due(now, 10) == ()
    assert row("row/1").title == "<b>题目</b>"
    assert article_queue.found(result(now, url="https://mp.weixin.qq.com/s?src=11"), watch.pk, now) == 0
    (target,) = article_queue.due(now, 10)
    assert (target.key, target.url) == ("row/1", "https://mp.weixin.qq.com/s?src=11")
    (source,) = arrivals.sources()
    assert (source.newest_at, source.watch) == (now - HOUR, watch.pk)


def test_links_that_fade_are_read_first_and_a_block_puts_a_link_behind_the_others(now: datetime, watch: Watch) -> None:
    links.offer([URL, f"https://mp.weixin.qq.com/s/{OTHER}"], FoundBy.FILE, now)
    article_queue.found(result(now, url="https://mp.weixin.qq.com/s?src=11"), watch.pk, now)
    assert [target.key for target in article_queue.due(now, 10)] == ["row/1", f"s/{SHORT}", f"s/{OTHER}"]
    article_queue.tried(LinkTried(name="row/1", what=Tried.BLOCKED), now)
    assert [target.key for target in article_queue.due(now, 10)] == [f"s/{SHORT}", f"s/{OTHER}"]
    assert (row("row/1").state, row("row/1").tries) == (LinkState.WAITING.value, 0)
    assert len(article_queue.due(now + 3 * HOUR, 10)) == 3


def test_what_was_read_belongs_to_every_watch_that_it_speaks_of_and_to_the_one_it_was_given_for(
    now: datetime, watch: Watch
) -> None:
    other = Watch.objects.create(name="别的", any_words="完全无关")
    weibo = Watch.objects.create(name="只看微博", any_words="青鹭", channels=["weibo"])
    links.offer([URL], FoundBy.CONSOLE, now, watch=other.pk)
    posts.store([article(now, aliases=(f"s/{SHORT}",))], watch=None, now=now)
    article_queue.tried(LinkTried(name=f"s/{SHORT}", what=Tried.READ, native_id=f"{BIZ}:22475:1"), now)
    assert set(Mention.objects.values_list("watch_id", flat=True)) == {watch.pk, other.pk}
    assert weibo.pk not in set(Mention.objects.values_list("watch_id", flat=True))
    assert row(f"s/{SHORT}").seen_at == now


def test_a_deleted_article_keeps_when_it_was_last_seen(now: datetime, watch: Watch) -> None:
    links.offer([URL], FoundBy.CONSOLE, now)
    name = f"s/{SHORT}"
    posts.store([article(now, aliases=(name,))], watch=watch.pk, now=now)
    article_queue.tried(LinkTried(name=name, what=Tried.READ, native_id=f"{BIZ}:22475:1"), now)
    later = now + HOUR
    gone = LinkTried(name=name, what=Tried.GONE, how=Absence.DELETED, words="该内容已被发布者删除")
    article_queue.tried(gone, later)
    article_queue.tried(gone, later + HOUR)
    kept = row(name)
    assert (kept.state, kept.seen_at, kept.gone_at) == (LinkState.GONE.value, now, later)
    stands = revisits.of(Channel.WECHAT, f"{BIZ}:22475:1")
    assert stands is not None
    assert (stands.last_seen_at, stands.gone_at, stands.how) == (now, later, Absence.DELETED)


def test_a_look_that_fails_takes_nothing_back_from_an_article_that_was_read(now: datetime) -> None:
    links.offer([URL], FoundBy.CONSOLE, now)
    article_queue.tried(LinkTried(name=f"s/{SHORT}", what=Tried.READ, native_id=f"{BIZ}:22475:1"), now)
    article_queue.tried(LinkTried(name=f"s/{SHORT}", what=Tried.FAILED, words="连不上"), now + HOUR)
    assert row(f"s/{SHORT}").state == LinkState.READ.value


def test_a_search_opens_nothing_twice_for_a_watch_but_all_for_another(now: datetime, watch: Watch) -> None:
    other = Watch.objects.create(name="别的", any_words="早报")
    article_queue.found(result(now, url="https://mp.weixin.qq.com/s?src=11"), watch.pk, now)
    assert article_queue.known(watch.pk, now - 2 * HOUR, now) == {}
    article_queue.tried(LinkTried(name="row/1", what=Tried.READ, native_id=f"{BIZ}:22475:1"), now)
    assert article_queue.known(watch.pk, now - 2 * HOUR, now) == {"row/1": False}
    assert article_queue.known(other.pk, now - 2 * HOUR, now) == {}
    posts.store([article(now, aliases=("row/1",))], watch=watch.pk, now=now)
    assert article_queue.known(other.pk, now - 2 * HOUR, now) == {"row/1": True}


def test_search_results_without_a_fresh_address_are_given_up_after_three_days(now: datetime, watch: Watch) -> None:
    article_queue.found(result(now), watch.pk, now)
    article_queue.tidy(now - timedelta(days=700), now + timedelta(days=2))
    assert row("row/1").state == LinkState.WAITING.value
    article_queue.tidy(now - timedelta(days=700), now + timedelta(days=4))
    assert row("row/1").state == LinkState.GIVEN_UP.value
    article_queue.tidy(now + HOUR, now + timedelta(days=5))
    assert not ArticleLink.objects.exists()


def test_a_host_rests_two_hours_and_a_failed_probe_makes_the_row_longer(now: datetime) -> None:
    pauses.pause("mp.weixin.qq.com", Refusal.CAPTCHA, now)
    pauses.pause("mp.weixin.qq.com", Refusal.CAPTCHA, now + HOUR)
    (pause,) = pauses.known()
    assert (pause.until, pause.times) == (now + 2 * HOUR, 1)
    pauses.pause("mp.weixin.qq.com", Refusal.RATE_LIMIT, now + 2 * HOUR)
    (pause,) = pauses.known()
    assert (pause.since, pause.until, pause.times) == (now, now + 4 * HOUR, 2)
    pauses.lift("mp.weixin.qq.com")
    assert pauses.known() == ()


def test_the_name_in_the_queue_is_the_name_of_the_address(now: datetime) -> None:
    links.offer([URL], FoundBy.MAIL, now, by="邮件")
    (link,) = article_queue.recent(10)
    assert (link.name, link.url, link.found_by) == (address_of(URL).name, URL, FoundBy.MAIL)
    assert article_queue.counts()[LinkState.WAITING] == 1


def test_a_paper_whose_name_makes_every_search_too_long_is_refused_with_the_reason() -> None:
    row = Watch(name="长", any_words="青鹭出行", papers="江城早报\n" + "很长的公众号名称" * 6)
    with pytest.raises(ValidationError, match="超过 40 个字"):
        row.full_clean()
    good = Watch(name="短", any_words="青鹭出行\n青鹭打车", papers="江城早报")
    good.full_clean()
    assert good.noun().paper_queries() == (("江城早报", "江城早报 青鹭出行"), ("江城早报", "江城早报 青鹭打车"))


def test_names_of_posts_that_were_thrown_away_are_forgotten(now: datetime) -> None:
    posts.store([article(now, aliases=("row/1",)), article(now, mid=2, aliases=("row/2",))], watch=None, now=now)
    PostRow.objects.filter(native_id=f"{BIZ}:2:1").delete()
    aliases.forget()
    assert set(aliases.resolved(Channel.WECHAT, ["row/1", "row/2"])) == {"row/1"}


def test_an_album_lists_what_a_search_has_read_as_read(now: datetime, watch: Watch) -> None:
    posts.store([article(now, aliases=("row/1",))], watch=None, now=now)
    link = FoundLink(name=f"{BIZ}:22475:1", url="https://mp.weixin.qq.com/s?x", title="题目", told_at=now)
    told = LinksFound(by=FoundBy.ALBUM, place=f"album/{BIZ}/3", source="专辑", links=(link, link))
    assert article_queue.found(told, None, now) == 1
    assert row(f"{BIZ}:22475:1").state == LinkState.READ.value
    assert article_queue.due(now, 10) == ()
