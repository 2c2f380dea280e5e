"""Which posts, threads and authors are asked for, and when."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from domain.absence import Absence, Gone
from domain.post import Author, Channel, PostKind, Reading, Verification
from domain.profile import Profile
from domain.revisit import PLAN
from domain.thread import ThreadRead
from storage import accounts, posts, revisits, scores, threads
from storage.models import Account, Standing, Watch
from storage.models import Post as PostRow
from tests.storage.test_posts_store import a_post, verdict

pytestmark = pytest.mark.django_db
WEIBO = Channel.WEIBO
LINE = 500


@pytest.fixture
def watch() -> Watch:
    return Watch.objects.create(name="青鹭出行", any_words="青鹭出行", accounts="777")


def keep(watch: Watch, now: datetime, native: str, *, likes: int = 1, comments: int = 0, **facts: Any) -> None:
    reading = Reading(read_at=now, reposts=0, comments=comments, likes=likes)
    posts.store(
        [a_post(native, published_at=now - timedelta(hours=2), reading=reading, **facts)], watch=watch.pk, now=now
    )


def asked(now: datetime) -> list[str]:
    return [target.key for target in revisits.due(now, 100)]


def test_hot_loud_and_own_posts_are_followed_and_quiet_ones_not(watch: Watch, now: datetime) -> None:
    keep(watch, now, "quiet")
    keep(watch, now, "hot", likes=LINE)
    keep(watch, now, "loud", author=Author(key="9", followers=100_000))
    keep(watch, now, "own", author=Author(key="777"))
    keep(watch, now, "said", likes=LINE, kind=PostKind.COMMENT)
    assert revisits.begin(now, LINE) == 3
    assert revisits.begin(now, LINE) == 0
    assert sorted(asked(now)) == ["hot", "loud", "own"]


def test_a_followed_post_is_asked_along_the_plan_and_then_no_more(watch: Watch, now: datetime) -> None:
    keep(watch, now, "hot", likes=LINE)
    revisits.begin(now, LINE)
    visits, at = [], now
    while standing := Standing.objects.filter(due_at__isnull=False).first():
        at = max(at, standing.due_at or at)
        assert asked(at) == ["hot"]
        revisits.seen(WEIBO, "hot", at)
        visits.append(at - now)
    assert visits == [timedelta(), *PLAN]


def test_moments_missed_while_nothing_ran_are_not_made_up(watch: Watch, now: datetime) -> None:
    keep(watch, now, "hot", likes=LINE)
    revisits.begin(now, LINE)
    revisits.seen(WEIBO, "hot", now + timedelta(hours=5))
    assert Standing.objects.get().due_at == now + timedelta(hours=8)


def test_a_cut_text_is_asked_for_once(watch: Watch, now: datetime) -> None:
    keep(watch, now, "long", cut=True)
    assert asked(now) == ["long"]
    revisits.seen(WEIBO, "long", now)
    assert asked(now) == []


def test_a_post_that_disappears_keeps_when_it_was_last_seen_and_may_come_back(watch: Watch, now: datetime) -> None:
    keep(watch, now, "hot", likes=LINE)
    revisits.begin(now, LINE)
    revisits.seen(WEIBO, "hot", now)
    for hours in (1, 2):
        notice = Gone(channel=WEIBO, native_id="hot", why=Absence.HIDDEN, words="暂时没有查看权限")
        revisits.gone(notice, now + timedelta(hours=hours))
    stands = revisits.of(WEIBO, "hot")
    assert stands is not None
    assert (stands.last_seen_at, stands.gone_at, stands.how) == (now, now + timedelta(hours=1), Absence.HIDDEN)
    revisits.seen(WEIBO, "hot", now + timedelta(hours=4))
    back = revisits.of(WEIBO, "hot")
    assert back is not None
    assert (back.gone_at, back.how) == (None, None)


def test_a_post_nobody_visited_was_last_seen_when_it_was_collected(watch: Watch, now: datetime) -> None:
    keep(watch, now, "p")
    revisits.gone(Gone(channel=WEIBO, native_id="p", why=Absence.DELETED, words=""), now + timedelta(hours=1))
    stands = revisits.of(WEIBO, "p")
    assert stands is not None
    assert stands.last_seen_at == PostRow.objects.get().collected_at


def thread(now: datetime, announced: int | None, *, finished: bool = True) -> None:
    read = ThreadRead(
        channel=WEIBO,
        root="hot",
        kind=PostKind.COMMENT,
        read_at=now,
        announced=announced,
        given=90,
        finished=finished,
    )
    threads.keep(read)


def due(watch: Watch, now: datetime) -> list[str]:
    return [target.key for target in threads.due(watch.noun(), PostKind.COMMENT, LINE, now, 10)]


def test_threads_are_read_when_new_and_when_they_grew_by_a_tenth(watch: Watch, now: datetime) -> None:
    keep(watch, now, "hot", likes=LINE, comments=100)
    keep(watch, now, "silent", likes=LINE)
    keep(watch, now, "own", comments=2, author=Author(key="777"))
    assert due(watch, now) == ["hot", "own"]
    thread(now, 100)
    assert due(watch, now + timedelta(hours=2)) == ["own"]
    keep(watch, now, "hot", likes=LINE, comments=109)
    assert due(watch, now + timedelta(hours=2)) == ["own"]
    keep(watch, now, "hot", likes=LINE, comments=112)
    assert due(watch, now + timedelta(hours=2)) == ["hot", "own"]
    assert due(watch, now + timedelta(minutes=59)) == ["own"]


def test_an_unfinished_thread_is_read_again_hours_later(watch: Watch, now: datetime) -> None:
    keep(watch, now, "hot", likes=LINE, comments=100)
    thread(now, 100, finished=False)
    assert due(watch, now + timedelta(hours=5)) == []
    assert due(watch, now + timedelta(hours=6)) == ["hot"]


def loud(watch: Watch, now: datetime) -> None:
    for native, verification in (("a", None), ("b", Verification.MEDIA), ("c", Verification.PERSON)):
        keep(watch, now, native, author=Author(key=f"u{native}", verification=verification))
    scores.save([(pk, verdict()) for pk in PostRow.objects.values_list("pk", flat=True)], now)


def test_authors_of_negative_posts_are_asked_for_the_weightiest_first(watch: Watch, now: datetime) -> None:
    loud(watch, now)
    assert [target.key for target in accounts.wanted(now, 2)] == ["ub", "uc"]


def test_what_an_account_tells_reaches_its_posts_and_is_not_asked_again(watch: Watch, now: datetime) -> None:
    loud(watch, now)
    told = Profile(channel=WEIBO, key="ub", read_at=now, name="早报", followers=2_400_000)
    accounts.keep(told)
    assert PostRow.objects.get(native_id="b").followers == 2_400_000
    accounts.missing(WEIBO, "uc", now)
    assert [target.key for target in accounts.wanted(now, 9)] == ["ua"]
    assert PostRow.objects.get(native_id="c").followers is None


def test_a_known_account_fills_its_next_post_without_being_asked(watch: Watch, now: datetime) -> None:
    accounts.keep(Profile(channel=WEIBO, key="ub", read_at=now - timedelta(days=1), followers=2_400_000))
    loud(watch, now)
    assert "ub" not in [target.key for target in accounts.wanted(now, 9)]
    assert PostRow.objects.get(native_id="b").followers == 2_400_000


def test_accounts_have_an_end(watch: Watch, now: datetime) -> None:
    accounts.keep(Profile(channel=WEIBO, key="ub", read_at=now - timedelta(days=31), followers=5))
    assert accounts.forget(now - timedelta(days=30)) == 1
    assert not Account.objects.exists()
