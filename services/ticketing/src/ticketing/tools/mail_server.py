"""Receives mails (SMTP, behind the organisation's own server): accepted only once they are kept."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from chassis import logs
from chassis.actor import Actor, Kind
from chassis.commands import Commands
from chassis.queries import Queries
from chassis.refusals import Refusal, Unavailable
from chassis.settings import Settings
from ticketing.commands.mail.receive_mail import ReceiveMail, receive_mail
from ticketing.domain.mail.reading import read
from ticketing.domain.mail.reply_address import read_address
from ticketing.queries.whose_ticket import WhoseTicket, whose_ticket
from ticketing.storage.unit_of_work import TicketingWork

LARGEST = 30 * 1024 * 1024
THROUGH = "courriel"


class Receiver:
    """What aiosmtpd calls. A mail that cannot be taken is refused by its answer and leaves the door open for the next."""

    def __init__(self, secret: bytes, commands: Commands[TicketingWork], queries: Queries) -> None:
        self._secret, self._commands, self._queries = secret, commands, queries

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """One address each time: a mail to two tickets is two mails, each accepted or refused on its own."""
        if envelope.rcpt_tos:
            return "452 4.5.3 One recipient at a time"
        try:
            _ = read_address(self._secret, address)
        except Refusal:
            return "550 5.1.1 No such address"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        content, recipient = envelope.content, envelope.rcpt_tos[0]
        raw = content if isinstance(content, bytes) else (content or "").encode("utf-8", "surrogateescape")
        try:
            outcome = await self.take(raw, sender=envelope.mail_from or "", recipient=recipient)
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

    async def take(self, raw: bytes, *, sender: str, recipient: str) -> str:
        """Raises Refusal for an address that is not ours, and for a ticket that takes no more."""
        to = read_address(self._secret, recipient)
        mail = await asyncio.to_thread(read, raw, sender=sender, recipient=recipient)
        service = Actor.of_service("ticketing", to.tenant)
        whose = await self._queries.ask(whose_ticket, WhoseTicket(to.ticket_id), actor=service)
        requester = Actor(
            tenant=to.tenant,
            kind=Kind.MEMBER,
            subject=whose.requester,
            organisation=whose.organisation_id,
            through=THROUGH,
        )
        return str(await self._commands.run(receive_mail, ReceiveMail(to.ticket_id, mail), actor=requester))


def mail_server(
    settings: Settings, commands: Commands[TicketingWork], queries: Queries
) -> Callable[[], Coroutine[Any, Any, None]]:
    """Runs for as long as the service does."""

    async def receive_mails() -> None:
        receiver = Receiver(settings.read_secret(), commands, queries)

        def protocol() -> SMTP:
            return SMTP(receiver, data_size_limit=LARGEST, enable_SMTPUTF8=True, ident="Parvis", timeout=60)

        server = await asyncio.get_running_loop().create_server(protocol, settings.http_host, settings.mail_in_port)
        async with server:
            await server.serve_forever()

    return receive_mails
