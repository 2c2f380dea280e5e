"""A person corrects the machine with one click, and the machine does not take it back."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from console.roles import PR_GROUP
from domain.label import Label, LabelKind
from storage import labels, listing, rollups
from storage.listing import Wanted
from storage.models import Label as LabelRow
from storage.models import Post, Watch
from tests.console.conftest import a_post, keep

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@pytest.fixture
def post(watch: Watch) -> Post:
    keep(watch, [a_post("b", NOON, "云帆 真是服了")], NOON, set())
    return Post.objects.get(native_id="b")


def test_one_click_changes_the_mark_the_counts_and_is_signed(as_alice: Client, post: Post, watch: Watch) -> None:
    answer = as_alice.post(f"/posts/{post.pk}/label/", {"kind": "neg"}, headers={"HX-Request": "true"})
    assert "人工更正（" in answer.content.decode()
    rollups.refresh()
    counted = listing.counted(Wanted(watch=watch.pk))
    assert counted is not None
    assert (counted.negative, counted.neutral) == (1, 0)
    row = LabelRow.objects.get()
    assert (row.kind, row.said_before, row.source) == ("neg", "neutral t", labels.CONSOLE)


def test_scoring_again_does_not_take_it_back(as_alice: Client, post: Post, watch: Watch) -> None:
    as_alice.post(f"/posts/{post.pk}/label/", {"kind": "pos"})
    keep(watch, [a_post("b", NOON, "云帆 真是服了")], NOON, {"b"})
    shown = listing.one(post.pk)
    assert shown is not None
    assert (shown.polarity, shown.negativity) == ("positive", 0.0)
    assert shown.corrected_by


def test_the_last_word_counts_and_every_word_is_kept(as_alice: Client, post: Post) -> None:
    for kind in ("neg", "pos", "neu"):
        as_alice.post(f"/posts/{post.pk}/label/", {"kind": kind})
    assert LabelRow.objects.count() == 3
    assert [label.kind for label in labels.standing()] == [LabelKind.NEU]


def test_lookers_cannot_and_pr_colleagues_can(as_bob: Client, post: Post) -> None:
    assert "yq-label" not in as_bob.get(f"/posts/{post.pk}/").content.decode()
    assert as_bob.post(f"/posts/{post.pk}/label/", {"kind": "neg"}).status_code == 403
    User.objects.get(username="bob").groups.add(Group.objects.get(name=PR_GROUP))
    assert "yq-label" in as_bob.get(f"/posts/{post.pk}/").content.decode()
    assert as_bob.post(f"/posts/{post.pk}/label/", {"kind": "neg"}).status_code == 302


@pytest.mark.parametrize(("key", "kind", "status"), [(None, "non", 400), (None, "", 400), (999_999, "neg", 404)])
def test_nonsense_is_refused(as_alice: Client, post: Post, key: int | None, kind: str, status: int) -> None:
    assert as_alice.post(f"/posts/{key or post.pk}/label/", {"kind": kind}).status_code == status
    assert not LabelRow.objects.exists()
    assert as_alice.get(f"/posts/{post.pk}/label/").status_code == 405


def test_labels_of_a_file_are_taken_once(watch: Watch) -> None:
    rows = [Label(text="云帆不错", kind=LabelKind.POS, by="Alice", at=NOON, source="a.csv")] * 2
    assert labels.add(rows) == 1
    assert labels.add(rows) == 0
    assert len(labels.standing()) == 1
    assert labels.forget_source("a.csv") == 1


def test_a_label_goes_with_its_post(as_alice: Client, post: Post) -> None:
    as_alice.post(f"/posts/{post.pk}/label/", {"kind": "neg"})
    post.delete()
    assert not LabelRow.objects.exists()
