"""What the page of a post says of its being there, of what stands under it, and of its proof."""

import hashlib
from datetime import datetime, timedelta

from django.test import Client

from domain.absence import Absence, Gone
from domain.post import Channel, PostKind
from domain.proof import Proof
from domain.thread import ThreadRead
from storage import proofs, revisits, threads
from storage.models import Alert, Post, Watch
from storage.models import Proof as ProofRow
from tests.console.conftest import HOSTILE, a_post, keep

BODY = b'{"ok":0,"errno":"20101","msg":"<script>alert(1)</script>"}'


def prove(alert: Alert, at: datetime) -> Post:
    post = Post.objects.get(native_id="evil")
    proof = Proof(channel=Channel.WEIBO, native_id="evil", url="https://weibo.com/x", status=200, kept_at=at, body=BODY)
    assert proofs.keep(proof) == 1
    return post


def test_a_kept_answer_is_shown_with_time_and_hash_and_given_out_byte_by_byte(
    alert: Alert, as_bob: Client, at: datetime
) -> None:
    post = prove(alert, at)
    page = as_bob.get(f"/posts/{post.pk}/").content.decode()
    assert hashlib.sha256(BODY).hexdigest() in page
    kept = as_bob.get(f"/proofs/{ProofRow.objects.get().pk}/")
    assert kept.content == BODY
    assert kept["Content-Type"] == "application/octet-stream"
    assert kept["Content-Disposition"].startswith("attachment;")


def test_a_stranger_gets_no_proof(alert: Alert, as_charlie: Client, at: datetime) -> None:
    prove(alert, at)
    assert as_charlie.get(f"/proofs/{ProofRow.objects.get().pk}/").status_code == 302


def test_a_second_answer_changes_nothing_and_a_post_of_no_alert_is_not_kept(
    watch: Watch, alert: Alert, at: datetime
) -> None:
    prove(alert, at)
    keep(watch, [a_post("other", at)], at)
    again = Proof(channel=Channel.WEIBO, native_id="evil", url="u", status=200, kept_at=at, body=b"later")
    other = Proof(channel=Channel.WEIBO, native_id="other", url="u", status=200, kept_at=at, body=b"x")
    assert proofs.keep(again) == proofs.keep(other) == 0


def test_a_post_that_is_gone_says_when_and_how_in_the_sites_words(watch: Watch, as_bob: Client, at: datetime) -> None:
    keep(watch, [a_post("p1", at)], at)
    revisits.seen(Channel.WEIBO, "p1", at - timedelta(hours=1))
    revisits.gone(Gone(channel=Channel.WEIBO, native_id="p1", why=Absence.DELETED, words=HOSTILE), at)
    page = as_bob.get(f"/posts/{Post.objects.get().pk}/").content.decode()
    assert "已删除" in page
    assert "最后一次见到" in page
    assert "<script>alert" not in page


def test_what_the_site_announced_under_a_post_stands_beside_what_it_gave(
    watch: Watch, as_bob: Client, at: datetime
) -> None:
    keep(watch, [a_post("p1", at)], at)
    read = ThreadRead(
        channel=Channel.WEIBO,
        root="p1",
        kind=PostKind.COMMENT,
        read_at=at,
        announced=120,
        given=96,
        finished=True,
    )
    threads.keep(read)
    page = as_bob.get(f"/posts/{Post.objects.get().pk}/").content.decode()
    assert "平台说 120 条，给了 96 条" in page


def test_a_post_nobody_asked_for_says_nothing_of_it(watch: Watch, as_bob: Client, at: datetime) -> None:
    keep(watch, [a_post("p1", at)], at)
    assert "复查与存证" not in as_bob.get(f"/posts/{Post.objects.get().pk}/").content.decode()
