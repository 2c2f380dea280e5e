"""The mailbox keeps what it is given and fails as it is told."""

import smtplib
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from drill.mailbox import Mailbox
from drill.sites.loopback import Loopback


@pytest.fixture
def mailbox(tmp_path: Path) -> Iterator[Mailbox]:
    with Loopback() as loopback:
        mailbox = Mailbox(loopback, tmp_path / "mail")
        mailbox.open()
        yield mailbox
        mailbox.close()


def letter() -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@x.invalid", "b@x.invalid", "【一级】青鹭出行"
    message.set_content("正文")
    return message


def send(mailbox: Mailbox) -> None:
    with smtplib.SMTP(mailbox.host, mailbox.port, timeout=10) as server:
        server.send_message(letter())


def test_a_letter_is_kept_in_memory_and_as_a_file(mailbox: Mailbox) -> None:
    send(mailbox)
    kept = mailbox.letters[0]
    assert kept.recipients == ("b@x.invalid",)
    assert kept.message["Subject"] == "【一级】青鹭出行"
    body = kept.message.get_body(("plain",))
    assert body is not None
    assert body.get_content().strip() == "正文"
    assert mailbox.folder is not None
    assert (mailbox.folder / "0001.eml").read_bytes() == kept.raw


def test_a_busy_server_asks_to_come_back(mailbox: Mailbox) -> None:
    mailbox.busy = True
    with pytest.raises(smtplib.SMTPResponseException, match="421"):
        send(mailbox)
    mailbox.busy = False
    send(mailbox)
    assert len(mailbox.letters) == 1


def test_an_unknown_address_is_refused_for_good(mailbox: Mailbox) -> None:
    mailbox.unknown.add("b@x.invalid")
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refusal:
        send(mailbox)
    assert refusal.value.recipients["b@x.invalid"][0] == 550
    assert not mailbox.letters


def test_a_line_cut_after_the_text_leaves_the_sender_in_doubt(mailbox: Mailbox) -> None:
    mailbox.hang_up = True
    with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionResetError)):
        send(mailbox)
    assert len(mailbox.letters) == 1


def test_a_closed_server_refuses_and_comes_back_on_the_same_port(mailbox: Mailbox) -> None:
    port = mailbox.port
    mailbox.close()
    with pytest.raises(ConnectionRefusedError):
        send(mailbox)
    mailbox.open()
    assert mailbox.port == port
    send(mailbox)
    assert len(mailbox.letters) == 1
