"""A letter of the front line as a report; pure. Only its plain words count: no markup, no attachment is looked at."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

from alerts.inbound.finding import LETTER
from alerts.wording import one_line
from domain.inbound import FrontLineReport
from domain.masking import masked

ARTICLE = re.compile(r"https?://mp\.weixin\.qq\.com/[^\s<>\"'，。；、）】》]{1,1000}")
QUOTED = re.compile(r"(?m)^(?:>.*|-{3,} ?(?:原始邮件|Original Message).*)$")
MOST_LINKS = 50
NO_TEXT = "（邮件没有纯文本正文，请到邮箱里查看原信）"


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One letter as the mailbox gives it; `text` is empty where it has no part in plain text."""

    message_id: str
    sender: str
    subject: str
    text: str
    sent_at: datetime | None


def report_of(letter: Letter) -> FrontLineReport:
    """What the letter reports; the same letter always gives the same key."""
    words = QUOTED.split(letter.text, maxsplit=1)[0].strip()
    subject = one_line(letter.subject, 200)
    what = "：".join(part for part in (subject, words[:4000] or NO_TEXT) if part)
    key = letter.message_id.strip() or f"{letter.sender}\n{letter.subject}\n{letter.text}"
    return FrontLineReport(
        key=hashlib.sha256(key.encode("utf-8", "replace")).hexdigest(),
        what=masked(ARTICLE.sub("（公众号文章链接）", what)),
        channel=LETTER,
        by=one_line(letter.sender, 80),
        links=tuple(dict.fromkeys(ARTICLE.findall(f"{letter.subject}\n{letter.text}")))[:MOST_LINKS],
    )


def is_allowed(sender: str, allowed: tuple[str, ...]) -> bool:
    """Whether an address, or its whole domain written as @corp.example, is on the list."""
    address = sender.strip().casefold()
    names = {one.strip().casefold() for one in allowed}
    return "@" in address and (address in names or f"@{address.rpartition('@')[2]}" in names)
