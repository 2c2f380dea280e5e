"""The words of complaint kinds: changed by people who cannot program, refused with the line and the cure."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from console.roles import PR_GROUP
from domain.complaint_words import read_change
from domain.score import Complaint
from storage import complaint_words
from storage.models import ComplaintWords, Person

PAGE = "/complaints/"


@pytest.fixture
def as_pr(as_bob: Client, bob: Person) -> Client:
    assert bob.user is not None
    bob.user.groups.add(Group.objects.get(name=PR_GROUP))
    return as_bob


def change(client: Client, kind: str, added: str, removed: str = "", seen: int = 0) -> str:
    given = {"kind": kind, "added": added, "removed": removed, "seen": seen}
    return client.post(PAGE, given, follow=True).content.decode()


def test_words_are_added_and_stopped_and_signed(as_pr: Client) -> None:
    body = change(as_pr, "quality", "开不了机\n屏幕+碎-钢化膜\n开不了机", "脱胶")
    assert "“质量”的用词已保存" in body
    assert "鲍勃 于" in body
    (now,) = complaint_words.current()
    assert [str(entry) for entry in now.added] == ["开不了机", "屏幕+碎-钢化膜"]
    assert now == read_change(Complaint.QUALITY, "开不了机\n屏幕+碎-钢化膜", "脱胶")
    assert ComplaintWords.objects.get().by == "鲍勃"


def test_every_change_is_kept_and_the_newest_counts(as_pr: Client) -> None:
    change(as_pr, "price", "钱包受不了")
    first = ComplaintWords.objects.get()
    change(as_pr, "price", "", seen=first.pk)
    assert ComplaintWords.objects.count() == 2
    (now,) = complaint_words.current()
    assert not now.added
    assert "没有变化" in change(as_pr, "price", "", seen=ComplaintWords.objects.latest("id").pk)
    assert ComplaintWords.objects.count() == 2


def test_whoever_looked_at_an_older_version_overwrites_nothing(as_pr: Client) -> None:
    change(as_pr, "price", "钱包受不了")
    body = change(as_pr, "price", "肉疼死了", seen=0)
    assert "刚刚改过" in body
    assert "肉疼死了" in body, "what was typed is not lost"
    assert ComplaintWords.objects.count() == 1


@pytest.mark.parametrize(
    ("added", "said"),
    [
        ("[", "第 1 行“[”：“[”只有符号，没有文字"),
        ("好词儿\n贵", "第 2 行“贵”：只有一个字"),
        ("\n".join(f"生词{n}" for n in range(2_000)), "2,000 行，最多 500 行"),
        ("字" * 30_000, "20000"),
        ("<script>alert(1)</script>太长了的一个词", "最多 20 个字"),
    ],
)
def test_bad_words_change_nothing_and_are_explained(as_pr: Client, added: str, said: str) -> None:
    body = change(as_pr, "price", added)
    assert said in body
    assert "<script>alert" not in body
    assert not ComplaintWords.objects.exists()


def test_an_unknown_kind_and_a_bad_version_are_refused(as_pr: Client) -> None:
    assert "没有认出要改的是哪一类" in change(as_pr, "nonsense", "好词儿")
    assert as_pr.post(PAGE, {"kind": "price", "added": "好词儿", "removed": "", "seen": "x"}).status_code == 200
    assert as_pr.post(PAGE, {}).status_code == 200
    assert not ComplaintWords.objects.exists()


def test_a_viewer_sees_the_words_and_cannot_change_them(as_bob: Client) -> None:
    body = as_bob.get(PAGE).content.decode()
    assert "人身安全" in body
    assert "信息泄露" in body
    assert "<textarea" not in body
    assert as_bob.post(PAGE, {"kind": "price", "added": "好词儿", "removed": "", "seen": 0}).status_code == 403
