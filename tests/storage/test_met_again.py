"""A post that is met again: in full, with more facts, or edited."""

from datetime import datetime, timedelta

import pytest

from domain.post import Author, Verification
from storage import posts, retention, rollups, scores, search
from storage.models import Mention, Rollup, Score, Watch
from storage.models import Post as PostRow
from tests.storage.test_posts_store import a_post, verdict, watch

__all__ = ["watch"]
pytestmark = pytest.mark.django_db
WHOLE = "青鹭出行今天又崩了，我在路边等了四十分钟，最后也没有人来接，押金还退不了"
BEGINNING = WHOLE[:16] + "..."


def test_the_whole_of_a_cut_text_is_no_second_edition(watch: Watch, now: datetime) -> None:
    posts.store([a_post(text=BEGINNING, cut=True)], watch=watch.pk, now=now)
    scores.save([(PostRow.objects.get().pk, verdict())], now)
    posts.store([a_post(text=WHOLE)], watch=watch.pk, now=now)
    row = PostRow.objects.get()
    assert (row.edition, row.text, row.cut) == (1, WHOLE, False)
    assert not Score.objects.exists(), "the whole text is judged anew"
    assert search.found(PostRow.objects.all(), "押金").count() == 1
    rollups.refresh()
    assert (Rollup.objects.get().posts, Rollup.objects.get().negative) == (1, 0)


def test_the_beginning_met_again_leaves_the_whole_as_it_is(watch: Watch, now: datetime) -> None:
    posts.store([a_post(text=WHOLE)], watch=watch.pk, now=now)
    assert posts.store([a_post(text=BEGINNING, cut=True)], watch=watch.pk, now=now).found_again == 1
    assert PostRow.objects.get().text == WHOLE


def test_an_edit_between_the_beginning_and_the_whole_shows_both(watch: Watch, now: datetime) -> None:
    posts.store([a_post(text=BEGINNING, cut=True)], watch=watch.pk, now=now)
    posts.store([a_post(text="改口：青鹭出行其实还行")], watch=watch.pk, now=now)
    assert list(PostRow.objects.order_by("edition").values_list("text", "cut")) == [
        (BEGINNING, True),
        ("改口：青鹭出行其实还行", False),
    ]
    assert Mention.objects.get().post.edition == 2


def test_a_text_that_only_claimed_to_be_longer_keeps_its_verdict(watch: Watch, now: datetime) -> None:
    posts.store([a_post(text="短", cut=True)], watch=watch.pk, now=now)
    scores.save([(PostRow.objects.get().pk, verdict())], now)
    posts.store([a_post(text="短")], watch=watch.pk, now=now)
    assert not PostRow.objects.get().cut
    assert Score.objects.exists()


def test_missing_facts_of_the_author_are_filled_and_known_ones_kept(watch: Watch, now: datetime) -> None:
    posts.store([a_post(author=Author(key="u1", name="路人甲"), region="上海")], watch=watch.pk, now=now)
    told = Author(key="u1", name="改名了", followers=230_000, verification=Verification.MEDIA)
    posts.store([a_post(author=told, region="北京")], watch=watch.pk, now=now + timedelta(hours=1))
    row = PostRow.objects.get()
    assert (row.author_name, row.followers, row.verification, row.region) == ("路人甲", 230_000, "media", "上海")


def test_an_author_who_was_forgotten_does_not_come_back(watch: Watch, now: datetime) -> None:
    posts.store([a_post(author=Author(key="u1", name="路人甲"))], watch=watch.pk, now=now)
    retention.forget_author("u1")
    posts.store([a_post(author=Author(key="u1", name="路人甲", followers=5))], watch=watch.pk, now=now)
    row = PostRow.objects.get()
    assert (row.author_key, row.author_name, row.followers) == ("", "", None)
