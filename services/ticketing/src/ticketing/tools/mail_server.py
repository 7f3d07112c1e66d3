"""Receives mails (SMTP or LMTP, behind the organisation's own server): accepted only once they are kept."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session

from chassis import logs
from chassis.refusals import Refusal, Unavailable
from chassis.settings import Settings
from ticketing.domain.mail.reply_address import PREFIX, read_address
from ticketing.tools.receiver import LARGEST, Receiver


class Door:
    """What aiosmtpd calls. A mail that cannot be taken is refused by its answer and leaves the door open for the next."""

    def __init__(self, receiver: Receiver, domain: str) -> None:
        self._receiver, self._domain = receiver, domain.lower()

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """One address each time: a mail to two tickets is two mails, each accepted or refused on its own."""
        if envelope.rcpt_tos:
            return "452 4.5.3 One recipient at a time"
        local, _, domain = address.lower().rpartition("@")
        try:
            # Another address of our domain may still be an answer, by what it refers to: its content will tell.
            if local.startswith(PREFIX) or domain != self._domain:
                _ = read_address(self._receiver.secret, address)
        except Refusal:
            return "550 5.1.1 No such address"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        content, recipient = envelope.content, envelope.rcpt_tos[0]
        raw = content if isinstance(content, bytes) else (content or "").encode("utf-8", "surrogateescape")
        try:
            outcome = await self._receiver.take(raw, sender=envelope.mail_from or "", recipient=recipient)
        except Unavailable:
            return "451 4.3.0 Try again later"
        except Refusal as refusal:
            logs.log.info("mail refused", cause=type(refusal).__name__)
            return "550 5.7.1 This request takes no more messages"
        except Exception:
            # Kept by the sender, who tries again: nothing is lost, and the next mail is taken.
            logs.log.exception("mail failed")
            return "451 4.3.0 Try again later"
        logs.log.info("mail received", outcome=outcome)
        return "250 2.0.0 OK"


def mail_server(settings: Settings, receiver: Receiver) -> Callable[[], Coroutine[Any, Any, None]]:
    """Runs for as long as the service does."""
    door, speaks = Door(receiver, settings.mail_in_domain), LMTP if settings.mail_in_lmtp else SMTP

    def protocol() -> SMTP:
        return speaks(door, data_size_limit=LARGEST, enable_SMTPUTF8=True, ident="Parvis", timeout=60)

    async def receive_mails() -> None:
        server = await asyncio.get_running_loop().create_server(protocol, settings.http_host, settings.mail_in_port)
        async with server:
            await server.serve_forever()

    return receive_mails
