"""Letters are fetched from a mailbox on loopback and become reports, each once."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from email.message import EmailMessage

import pytest
from pydantic import SecretStr

from domain.crawl import CrawlOutcome
from domain.inbound import InboundRefusal
from domain.source import SourceKind
from drill.postbox import Postbox
from drill.sites.loopback import Loopback
from service.config import MailIn
from service.mail_in import Fetched, fetch
from service.trouble import Trouble
from storage import arrivals, inbound
from storage.models import Alert, FrontLineReport

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    with Loopback() as loopback:
        box = Postbox(loopback=loopback, password="right-horse")
        box.open()
        yield box
        box.close()


def a_letter(number: int, text: str, sender: str = "周宁 <zhou@corp.example>", html: str = "") -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, "report@corp.example", f"异常 {number}"
    message["Message-ID"] = f"<{number}@corp.example>"
    if text:
        message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html") if text else message.set_content(html, subtype="html")
    message.add_attachment(b"MZ evil", maintype="application", subtype="octet-stream", filename="../../a.exe")
    return bytes(message)


def ask(box: Postbox, now: datetime, password: str = "right-horse", offered: list[str] | None = None) -> Fetched:
    conf = MailIn(
        host=box.host,
        port=box.port,
        user="report@corp.example",
        password=SecretStr(password),
        security="none",
        allowed_senders=["@corp.example"],
        timeout=5,
    )

    def offer(links: Sequence[str], at: datetime) -> int:
        if offered is not None:
            offered.extend(links)
        return len(links)

    return fetch(conf, now, offer)


def test_letters_become_reports_and_are_marked_as_read(postbox: Postbox, now: datetime) -> None:
    article = "https://mp.weixin.qq.com/s/AbC"
    postbox.letters = [a_letter(1, f"App 打不开 {article}"), a_letter(2, "退款查不到", html="<b>退款</b>")]
    offered: list[str] = []
    assert ask(postbox, now, offered=offered) == Fetched(reports=2, refused=0, links=1)
    assert offered == [article]
    assert postbox.seen == {1, 2}
    assert sorted(Alert.objects.values_list("rule", flat=True)) == ["front_line_report"] * 2
    assert "evil" not in "".join(FrontLineReport.objects.values_list("what", flat=True))
    (source,) = arrivals.sources([SourceKind.MAIL_IN])
    assert (source.outcome, source.received_at) == (CrawlOutcome.COMPLETE, now)
    assert ask(postbox, now) == Fetched(reports=0, refused=0, links=0)


def test_a_stranger_is_refused_on_record_and_raises_nothing(postbox: Postbox, now: datetime) -> None:
    postbox.letters = [a_letter(1, "急", sender="x@corp.example.evil.example")]
    assert ask(postbox, now).refused == 1
    assert not Alert.objects.exists()
    (record,) = inbound.refused_lately(now)
    assert (record.place, record.why) == ("report@corp.example", InboundRefusal.SENDER)


def test_a_letter_of_markup_alone_is_not_lost(postbox: Postbox, now: datetime) -> None:
    postbox.letters = [a_letter(1, "", html="<p>打不开</p>")]
    assert ask(postbox, now).reports == 1
    assert "请到邮箱里查看原信" in FrontLineReport.objects.get().what


def test_a_line_that_breaks_between_two_letters_loses_and_doubles_nothing(postbox: Postbox, now: datetime) -> None:
    postbox.letters = [a_letter(1, "App 打不开"), a_letter(2, "退款查不到")]
    postbox.drop_after = 2
    with pytest.raises(Trouble, match=r"\[mail_in\]"):
        ask(postbox, now)
    postbox.seen.clear()  # as if even the mark of the first had been lost
    assert ask(postbox, now).reports == 2
    assert FrontLineReport.objects.count() == 2
    assert Alert.objects.count() == 2


def test_a_wrong_password_is_said_without_saying_it(postbox: Postbox, now: datetime) -> None:
    with pytest.raises(Trouble, match="user、password 和 folder") as told:
        ask(postbox, now, password="wrong-horse")
    (source,) = arrivals.sources([SourceKind.MAIL_IN])
    assert source.outcome is CrawlOutcome.FAILED
    assert "horse" not in str(told.value) + source.reason


def test_a_server_that_is_not_there_is_said(postbox: Postbox, now: datetime) -> None:
    postbox.close()
    with pytest.raises(Trouble, match="host、port 和 security"):
        ask(postbox, now)
