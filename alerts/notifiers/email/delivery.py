"""One notice becomes one message with its own unchanging id, and the server's answer becomes an outcome."""

import contextlib
import smtplib
from datetime import datetime
from email.mime.image import MIMEImage
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils.crypto import salted_hmac

from alerts.notifier import Delivery, Letters, Outcome
from alerts.notifiers.email.compose import alert_mail, incident_mail
from alerts.wording import one_line
from domain.mail import Mail
from storage.models import Notice

LONGEST_ANSWER = 200


def deliver(notice: Notice, letters: Letters, now: datetime) -> Delivery:
    """Compose the mail as things stand now and hand it to the server."""
    message = build(notice, _mail(notice, letters, now))
    message.connection = letters.connection
    delivery = _hand_over(message)
    if delivery.outcome is Outcome.UNREACHABLE:
        with contextlib.suppress(smtplib.SMTPException, OSError):
            letters.connection.close()
    return delivery


def _hand_over(message: EmailMultiAlternatives) -> Delivery:
    """Every way in which a mail server can answer, or not."""
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as refused:
        return _refused(refused)
    except smtplib.SMTPDataError as answer:
        return _answered(answer.smtp_code, answer.smtp_error)
    except (smtplib.SMTPException, OSError) as wrong:
        return _trouble(_blame(wrong))
    return Delivery(outcome=Outcome.ACCEPTED)


def build(notice: Notice, mail: Mail) -> EmailMultiAlternatives:
    """The message of a notice; a second sending of the same notice carries the same Message-ID."""
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        from_email=settings.MAIL_SENDER,
        to=[notice.address],
        headers={"Message-ID": message_id(notice), "Auto-Submitted": "auto-generated", **_thread(notice)},
    )
    message.attach_alternative(mail.html, "text/html")
    if mail.images:
        message.mixed_subtype = "related"  # type: ignore[attr-defined]
    for image in mail.images:
        part = MIMEImage(image.png, "png")
        part.add_header("Content-ID", f"<{image.cid}>")
        part.add_header("Content-Disposition", "inline", filename=f"{image.cid}.png")
        message.attach(part)
    return message


def message_id(notice: Notice) -> str:
    """An id made from the notice's key and this installation's secret: the same after a restart, guessed by nobody."""
    return f"<{_digest(f'notice {notice.key}')}@{_host()}>"


def _thread(notice: Notice) -> dict[str, str]:
    """Headers that put all mails about one alert and its incident into one thread."""
    alert = notice.incident.alert_id if notice.incident is not None else notice.alert_id
    if alert is None:
        return {}
    root = f"<{_digest(f'alert {alert}')}@{_host()}>"
    return {"References": root, "In-Reply-To": root}


def _digest(text: str) -> str:
    return salted_hmac("alerts.message", text, algorithm="sha256").hexdigest()[:40]


def _host() -> str:
    _, address = parseaddr(settings.MAIL_SENDER)
    return address.partition("@")[2] or "localhost"


def _mail(notice: Notice, letters: Letters, now: datetime) -> Mail:
    if notice.report is not None:
        return letters.report(notice.report)
    if notice.incident is not None:
        return incident_mail(notice, notice.incident, now)
    assert notice.alert is not None
    return alert_mail(notice, notice.alert, now)


def _refused(refused: smtplib.SMTPRecipientsRefused) -> Delivery:
    """A notice has one recipient, so there is one answer."""
    code, text = next(iter(refused.recipients.values()))
    if code == 421:
        return _trouble(f"邮件服务器正在关闭：{_said(code, text)}")
    if 500 <= code < 600:
        return Delivery(outcome=Outcome.REFUSED, error=f"收件地址被拒绝：{_said(code, text)}")
    return Delivery(outcome=Outcome.LATER, error=f"收件地址暂时不收信：{_said(code, text)}")


def _answered(code: int, text: bytes | str) -> Delivery:
    """The server's word after the content: 5xx means that this mail will never be taken, 421 that it shuts down."""
    if code == 421:
        return _trouble(f"邮件服务器正在关闭：{_said(code, text)}")
    if 500 <= code < 600:
        return Delivery(outcome=Outcome.REFUSED, error=f"邮件内容被拒收：{_said(code, text)}")
    return Delivery(outcome=Outcome.LATER, error=f"邮件服务器暂时不收：{_said(code, text)}")


def _blame(wrong: smtplib.SMTPException | OSError) -> str:
    """What is wrong with the server or with how it is set up, and where to look."""
    if isinstance(wrong, smtplib.SMTPAuthenticationError):
        return f"邮件服务器不接受用户名或密码（{wrong.smtp_code}），请检查 [mail] 的 user 和 password"
    if isinstance(wrong, smtplib.SMTPSenderRefused):
        return f"邮件服务器不接受发件人，请检查 [mail] 的 sender：{_said(wrong.smtp_code, wrong.smtp_error)}"
    if isinstance(wrong, smtplib.SMTPResponseException):
        return f"邮件服务器暂时不可用：{_said(wrong.smtp_code, wrong.smtp_error)}"
    return f"连接邮件服务器失败，请检查 [mail] 的 host、port 和 security：{one_line(str(wrong), LONGEST_ANSWER)}"


def _trouble(error: str) -> Delivery:
    return Delivery(outcome=Outcome.UNREACHABLE, error=error)


def _said(code: int, text: bytes | str) -> str:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return f"{code} {one_line(words, LONGEST_ANSWER)}"
