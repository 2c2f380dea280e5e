"""A mail server on loopback that keeps what it is given."""

import asyncio
import email.policy
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from pathlib import Path
from typing import cast

from aiosmtpd.smtp import SMTP, Envelope, Session

from drill.ports import HOST, free_port
from drill.sites.loopback import Loopback


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One accepted message; `recipients` are those of the envelope."""

    sender: str
    recipients: tuple[str, ...]
    message: EmailMessage
    raw: bytes = field(repr=False)


class Mailbox:
    """Accepts letters, in memory and as numbered .eml files where a folder is given.

    Faults: `busy` answers 421 to every MAIL; an address in `unknown` gets 550; `hang_up` drops the line after the text
    has come, before it is answered; `close` refuses connections until `open` is called again.
    """

    def __init__(self, loopback: Loopback, folder: Path | None = None) -> None:
        self.loopback = loopback
        self.folder = folder
        self.letters: list[Letter] = []
        self.busy = False
        self.hang_up = False
        self.unknown: set[str] = set()
        self.host = HOST
        self.port = free_port()
        self._server: asyncio.Server | None = None
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)

    def open(self) -> None:
        """Listen, on the same port each time."""
        self.loopback.run(self._listen())

    def close(self) -> None:
        """Stop listening; what was accepted stays."""
        self.loopback.run(self._hush())

    async def _listen(self) -> None:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: SMTP(self, enable_SMTPUTF8=True, loop=loop), HOST, self.port)

    async def _hush(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None

    async def handle_MAIL(  # noqa: N802  # the name is aiosmtpd's
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take the sender, or say that there is no time."""
        if self.busy:
            return "421 4.3.2 try again later"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802  # the name is aiosmtpd's
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take a recipient who is known here."""
        if address.casefold() in self.unknown:
            return "550 5.1.1 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep the letter."""
        raw = cast("bytes", envelope.content)
        message = message_from_bytes(raw, policy=email.policy.default)
        letter = Letter(sender=envelope.mail_from or "", recipients=tuple(envelope.rcpt_tos), message=message, raw=raw)
        self.letters.append(letter)
        if self.folder is not None:
            (self.folder / f"{len(self.letters):04d}.eml").write_bytes(raw)
        if self.hang_up and isinstance(server.transport, asyncio.Transport):
            server.transport.abort()
        return "250 OK"
