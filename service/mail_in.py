"""Letters of the front line: the mailbox is asked, each letter becomes a report once and is then marked as read.

The letter is marked after its report is stored: a process that dies between finds it known by its Message-ID.
"""

import contextlib
import imaplib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from imap_tools import AND, BaseMailBox, ImapToolsError, MailBox, MailBoxStartTls, MailBoxUnencrypted, MailMessage

from alerts.inbound.front_line import take_front_line
from alerts.inbound.letters import Letter, is_allowed, report_of
from domain.crawl import CrawlOutcome
from domain.inbound import InboundRefusal
from domain.source import SourceKind
from service.config import MailIn
from service.trouble import Trouble
from storage import arrivals, inbound

AT_ONCE = 50
LARGEST = 5 * 1024 * 1024
Offer = Callable[[Sequence[str], datetime], int]
"""Takes links of public articles that a letter holds; how many of them were new to it."""


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """How many letters became reports, how many were refused, and how many article links they held."""

    reports: int
    refused: int
    links: int


def fetch(conf: MailIn, now: datetime, offer: Offer) -> Fetched:
    """Ask the mailbox once; how that went is noted at its source. Raises Trouble where it cannot be asked."""
    place = f"{conf.user}@{conf.host}" if "@" not in conf.user else conf.user
    source = arrivals.source(SourceKind.MAIL_IN, place, f"邮箱 {place}", now)
    try:
        done = _fetch(conf, source, place, now, offer)
    except (ImapToolsError, imaplib.IMAP4.error, OSError) as wrong:
        reason = _blame(wrong)
        arrivals.asked(source, CrawlOutcome.FAILED, reason, now)
        raise Trouble(reason) from None
    outcome = CrawlOutcome.COMPLETE if done.reports else CrawlOutcome.EMPTY
    arrivals.asked(source, outcome, f"收下 {done.reports} 封，拒收 {done.refused} 封", now)
    return done


def _fetch(conf: MailIn, source: int, place: str, now: datetime, offer: Offer) -> Fetched:
    reports = refused = links = 0
    with _opened(conf) as box:
        for message in box.fetch(AND(seen=False), limit=AT_ONCE, mark_seen=False, charset="US-ASCII"):
            why = _why_not(message, tuple(conf.allowed_senders))
            if why:
                refused += 1
                inbound.refuse(place, InboundRefusal.SENDER if "发件人" in why else InboundRefusal.SIZE, why, now)
            else:
                report = report_of(_letter(message))
                take_front_line(source, place, None, report, now)
                reports, links = reports + 1, links + (offer(report.links, now) if report.links else 0)
            if message.uid:
                box.flag(message.uid, r"\Seen", value=True)
    return Fetched(reports=reports, refused=refused, links=links)


@contextlib.contextmanager
def _opened(conf: MailIn) -> Iterator[BaseMailBox]:
    """Logged in, and closed whatever happens."""
    kinds = {"tls": MailBox, "starttls": MailBoxStartTls, "none": MailBoxUnencrypted}
    box = kinds[conf.security](conf.host, conf.port, timeout=conf.timeout)
    try:
        box.login(conf.user, conf.password.get_secret_value(), conf.folder)
        yield box
    finally:
        with contextlib.suppress(ImapToolsError, imaplib.IMAP4.error, OSError):
            box.logout()
        with contextlib.suppress(OSError):
            box.client.shutdown()


def _why_not(message: MailMessage, allowed: tuple[str, ...]) -> str:
    if not is_allowed(message.from_, allowed):
        return f"发件人 {message.from_[:80]} 不在 mail_in.allowed_senders 里"
    return "邮件超过 5 MB" if message.size > LARGEST else ""


def _letter(message: MailMessage) -> Letter:
    return Letter(
        message_id=str(message.obj.get("Message-ID", "")),
        sender=message.from_,
        subject=message.subject,
        text=message.text,
        sent_at=message.date if message.date_str else None,
    )


def _blame(wrong: Exception) -> str:
    """What is wrong and where to look; a server's words never hold the password, but are cut short all the same."""
    words = " ".join(str(wrong).split())[:120]
    if isinstance(wrong, OSError) and not isinstance(wrong, imaplib.IMAP4.error):
        return f"连不上收信服务器，请检查 [mail_in] 的 host、port 和 security：{words}"
    return f"收信服务器拒绝了登录或命令，请检查 [mail_in] 的 user、password 和 folder：{words}"
