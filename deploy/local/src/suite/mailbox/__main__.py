"""`python -m suite.mailbox <file> <http port> <smtp port>`."""

import asyncio
import sqlite3
import sys
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from suite.mailbox.app import create_app
from suite.mailbox.store import Mails
from suite.pages.live import Live
from suite.pages.serve import serve
from suite.part import HOST

MAX_MAIL = 32 << 20


class Door:
    """Accepts every mail, whoever it is for."""

    def __init__(self, mails: Mails, live: Live) -> None:
        self._mails, self._live = mails, live

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content or b""
        raw = content if isinstance(content, bytes) else content.encode()
        try:
            identifier = self._mails.keep(sender=envelope.mail_from or "", recipients=list(envelope.rcpt_tos), raw=raw)
        except sqlite3.Error as error:
            # A full disk, most often: the sender keeps the mail and tries again.
            return f"452 Cannot keep the mail now: {error}"
        self._live.changed()
        return f"250 Kept as {identifier}"


async def main(path: Path, http_port: int, smtp_port: int) -> None:
    mails, live = Mails(path), Live()
    door = Door(mails, live)
    smtp = await asyncio.get_running_loop().create_server(
        lambda: SMTP(door, hostname="mailbox.localhost", enable_SMTPUTF8=True, data_size_limit=MAX_MAIL),
        host=HOST,
        port=smtp_port,
    )
    async with smtp:
        await serve(create_app(mails, live), http_port)
    mails.close()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
