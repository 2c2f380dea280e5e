"""An IMAP server on loopback with letters to fetch; as much of RFC 3501 as a client needs that reads new mail."""

import asyncio
import re
from dataclasses import dataclass, field

from drill.ports import HOST, free_port
from drill.sites.loopback import Loopback

UID_FETCH = re.compile(rb"UID FETCH (\d+) \(", re.IGNORECASE)
UID_STORE = re.compile(rb"UID STORE ([\d,]+) \+FLAGS", re.IGNORECASE)


@dataclass
class Postbox:
    """Letters as raw bytes; those in `seen` (numbers from 1) were read. `password` is the only one that opens it.

    `drop_after` closes the line after so many letters were handed out, once.
    """

    loopback: Loopback
    password: str
    letters: list[bytes] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)
    drop_after: int | None = None
    host: str = HOST
    port: int = field(default_factory=free_port)
    _server: asyncio.Server | None = None
    _talks: set[asyncio.Task[None]] = field(default_factory=set)

    def open(self) -> None:
        """Listen, on the same port each time."""
        self.loopback.run(self._listen())

    def close(self) -> None:
        """Stop listening; the letters stay."""
        self.loopback.run(self._hush())

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._begin, HOST, self.port)

    async def _hush(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
        for talk in self._talks:
            talk.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)

    def _begin(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talk = asyncio.get_running_loop().create_task(self._talk(reader, writer))
        self._talks.add(talk)
        talk.add_done_callback(self._talks.discard)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"* OK [CAPABILITY IMAP4rev1] postbox ready\r\n")
        try:
            while line := await reader.readline():
                tag, _, command = line.strip().partition(b" ")
                for answer in self._answers(command):
                    writer.write(answer)
                if self.drop_after == 0:
                    self.drop_after = None
                    break
                ended = command.upper().startswith(b"LOGOUT")
                writer.write(tag + (b" OK done\r\n" if self._is_permitted(command) else b" NO wrong password\r\n"))
                await writer.drain()
                if ended:
                    break
        except ConnectionError:
            pass  # the client went away, as clients do
        finally:
            writer.close()

    def _is_permitted(self, command: bytes) -> bool:
        return not command.upper().startswith(b"LOGIN") or f'"{self.password}"'.encode() in command

    def _answers(self, command: bytes) -> list[bytes]:
        upper = command.upper()
        if upper.startswith(b"CAPABILITY"):
            return [b"* CAPABILITY IMAP4rev1\r\n"]
        if upper.startswith((b"SELECT", b"EXAMINE")):
            return [b"* %d EXISTS\r\n" % len(self.letters), b"* FLAGS (\\Seen)\r\n", b"* OK [UIDVALIDITY 1] ok\r\n"]
        if upper.startswith(b"UID SEARCH"):
            fresh = [number for number in range(1, len(self.letters) + 1) if number not in self.seen]
            return [b"* SEARCH" + b"".join(b" %d" % number for number in fresh) + b"\r\n"]
        if found := UID_STORE.match(command):
            self.seen |= {int(number) for number in found[1].split(b",")}
        if found := UID_FETCH.match(command):
            return self._letter(int(found[1]))
        return [b"* BYE\r\n"] if upper.startswith(b"LOGOUT") else []

    def _letter(self, number: int) -> list[bytes]:
        if self.drop_after is not None:
            self.drop_after -= 1
            if self.drop_after == 0:
                return []
        raw = self.letters[number - 1]
        head = b"* %d FETCH (UID %d FLAGS () RFC822.SIZE %d BODY[] {%d}\r\n" % (number, number, len(raw), len(raw))
        return [head + raw + b")\r\n"]
