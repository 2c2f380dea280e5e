"""上报来源: who may set a source up, and that a token is shown once."""

from datetime import datetime

import pytest
from django.test import Client

from domain.crawl import CrawlOutcome
from domain.inbound import InboundRefusal
from domain.source import SourceKind
from storage import arrivals, inbound
from storage.models import InboundToken, Watch

pytestmark = pytest.mark.django_db
SYSTEM = {"act": "add", "kind": "system", "place": "grafana", "name": "机房监控"}


def test_a_token_is_shown_once_and_kept_as_a_hash(as_alice: Client, watch: Watch) -> None:
    page = as_alice.post("/inbound/", {**SYSTEM, "watch": str(watch.pk)})
    token = page.context["shown"].token
    assert len(token) >= 40
    assert page.content.decode().count(token) == 3  # by itself, in the command, in the configuration
    assert token not in InboundToken.objects.get().digest
    assert "no-store" in page["Cache-Control"]
    later = as_alice.get("/inbound/?link=grafana").content.decode()
    assert token not in later
    assert "云帆" in later
    source = inbound.admitted("grafana", token)
    assert source is not None
    assert source.watch == watch.pk


def test_a_new_token_ends_the_old_and_removing_ends_both(as_alice: Client) -> None:
    old = as_alice.post("/inbound/", SYSTEM).context["shown"].token
    new = as_alice.post("/inbound/", {"act": "rotate", "place": "grafana"}).context["shown"].token
    assert inbound.admitted("grafana", old) is None
    assert inbound.admitted("grafana", new) is not None
    as_alice.post("/inbound/", {"act": "remove", "place": "grafana"})
    assert inbound.admitted("grafana", new) is None
    assert as_alice.post("/inbound/", SYSTEM).context["shown"].token


def test_a_front_line_source_has_a_link_and_a_picture_of_it(as_alice: Client) -> None:
    as_alice.post("/inbound/", {**SYSTEM, "kind": "front_line", "place": "agents"})
    shown = as_alice.get("/inbound/?link=agents").context["shown"]
    assert shown.picture.startswith("data:image/svg+xml")
    assert Client().get(shown.address[shown.address.index("/r/") :]).status_code == 200


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"place": "机房"}, "标识只能用小写字母"),
        ({"place": "../x"}, "标识只能用小写字母"),
        ({"kind": "feed"}, "选择"),
        ({"name": ""}, "必"),
    ],
)
def test_a_slip_is_named(as_alice: Client, wrong: dict[str, str], words: str) -> None:
    answer = as_alice.post("/inbound/", {**SYSTEM, **wrong})
    assert words in answer.content.decode()
    assert not InboundToken.objects.exists()


def test_a_place_that_is_taken_is_not_taken_over(as_alice: Client, at: datetime) -> None:
    token = inbound.add(SourceKind.COMPLAINTS, "grafana", "客服", at, watch=None, by="x")
    assert "已有来源在用" in as_alice.post("/inbound/", SYSTEM).content.decode()
    assert inbound.admitted("grafana", token or "") is not None


def test_bob_may_look_and_charlie_may_not(as_bob: Client, as_charlie: Client, at: datetime) -> None:
    inbound.add(SourceKind.FRONT_LINE, "agents", "客服一组", at, watch=None, by="x")
    page = as_bob.get("/inbound/?link=agents")
    assert "客服一组" in page.content.decode()
    assert page.context["shown"] is None
    assert as_bob.post("/inbound/", SYSTEM).status_code == 403
    assert as_charlie.get("/inbound/").status_code == 302


def test_sources_without_a_token_show_how_they_stand(as_bob: Client, at: datetime) -> None:
    box = arrivals.source(SourceKind.MAIL_IN, "report@corp.example", "邮箱 report@corp.example", at)
    arrivals.asked(box, CrawlOutcome.FAILED, "连不上收信服务器", at)
    inbound.refuse("report@corp.example", InboundRefusal.SENDER, "发件人 x@evil.example", at)
    page = as_bob.get("/inbound/").content.decode()
    assert "采集失败：连不上收信服务器" in page
    assert "发件人不在名单内 1 次" in page


def test_refusals_are_seen_by_source_and_reason(as_bob: Client, at: datetime) -> None:
    inbound.add(SourceKind.SYSTEM, "grafana", "机房监控", at, watch=None, by="x")
    for _ in range(3):
        inbound.refuse("grafana", InboundRefusal.FORM, "alerts[1].labels：缺少这一项 <b>", at)
    inbound.refuse("", InboundRefusal.UNKNOWN, "没有带口令，来自 10.0.0.9", at)
    page = as_bob.get("/inbound/").content.decode()
    assert "格式不对 3 次" in page
    assert "缺少这一项 &lt;b&gt;" in page
    assert "没有这个来源 1 次" in page
    assert "从未收到" in page
