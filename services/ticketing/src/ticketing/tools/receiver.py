"""Takes a mail, by whatever door it came: whose ticket it answers, then the command."""

import asyncio

from msgspec.structs import replace

from chassis.actor import Actor, Kind
from chassis.commands import Commands
from chassis.ids import new_id
from chassis.queries import Queries
from ticketing.commands.mail.place_files import PlaceFiles, place_files
from ticketing.commands.mail.receive_mail import ReceiveMail, receive_mail
from ticketing.domain.mail.reading import read
from ticketing.domain.mail.reply_address import local_part
from ticketing.domain.mail.whose import meant_by
from ticketing.queries.whose_ticket import WhoseTicket, whose_ticket
from ticketing.storage.unit_of_work import TicketingWork
from ticketing.tools.handing_over import HandingOver

LARGEST = 30 * 1024 * 1024
THROUGH = "courriel"


class Receiver:
    def __init__(
        self, secret: bytes, commands: Commands[TicketingWork], queries: Queries, handing_over: HandingOver
    ) -> None:
        self.secret, self._commands, self._queries = secret, commands, queries
        self._handing_over = handing_over

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
        command = ReceiveMail(to.ticket_id, mail)
        if mail.enclosed:
            command = await self._with_files(command, requester)
        return str(await self._commands.run(receive_mail, command, actor=requester))

    async def _with_files(self, command: ReceiveMail, requester: Actor) -> ReceiveMail:
        """Its files are kept before it is: a mail is accepted with all that it brings, or comes again."""
        following = new_id()
        placing = PlaceFiles(command.ticket_id, command.mail, following)
        place = await self._commands.run(place_files, placing, actor=requester)
        if place is None:
            return command
        brought = await self._handing_over.bring(command.mail.enclosed, place, requester)
        return replace(command, receipts=brought.receipts, refused=brought.refused, following_id=following)
