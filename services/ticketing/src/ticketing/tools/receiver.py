"""Takes a mail, by whatever door it came: whose ticket it answers, then the command."""

import asyncio

from chassis.actor import Actor, Kind
from chassis.commands import Commands
from chassis.queries import Queries
from ticketing.commands.mail.receive_mail import ReceiveMail, receive_mail
from ticketing.domain.mail.reading import read
from ticketing.domain.mail.reply_address import local_part
from ticketing.domain.mail.whose import meant_by
from ticketing.queries.whose_ticket import WhoseTicket, whose_ticket
from ticketing.storage.unit_of_work import TicketingWork

LARGEST = 30 * 1024 * 1024
THROUGH = "courriel"


class Receiver:
    def __init__(self, secret: bytes, commands: Commands[TicketingWork], queries: Queries) -> None:
        self.secret, self._commands, self._queries = secret, commands, queries

    async def take(self, raw: bytes, *, sender: str, recipient: str = "") -> str:
        """Raises Refusal for a mail that answers nothing of ours, and for a ticket that takes no more."""
        to = await asyncio.to_thread(meant_by, self.secret, raw, recipient=recipient)
        # By the ticket's own address, however it was found: the same mail through two doors is one message.
        mail = await asyncio.to_thread(read, raw, sender=sender, recipient=local_part(self.secret, to))
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
