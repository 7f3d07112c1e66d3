from msgspec import Struct

from chassis.ids import new_id
from chassis.robots import SolvedChallenge
from ticketing.domain.guest import BY_FORM, Guest, must_be_a_request
from ticketing.domain.severity import Impact, Urgency
from ticketing.domain.thread import Message, Side
from ticketing.domain.ticket import Ticket
from ticketing.storage import catalogue
from ticketing.storage.guests import keep_guest, must_not_be_a_flood, use_challenge
from ticketing.storage.references import next_reference
from ticketing.storage.thread import add_message
from ticketing.storage.unit_of_work import TicketingWork


class AskWithoutAccount(Struct, frozen=True, kw_only=True):
    """`checked`: the check against robots was passed; `solved` is the one that is used up with the request."""

    name: str
    email: str
    organisation: str
    subject: str
    body: str
    phone: str = ""
    solved: SolvedChallenge | None = None
    checked: bool = False

    def guest(self) -> Guest:
        return Guest(new_id(), self.name, self.email.strip(), self.phone, self.organisation, self.checked)


async def spend_challenge(solved: SolvedChallenge, uow: TicketingWork) -> None:
    """Apart from the request: digits that were wrong are spent too (A22)."""
    await use_challenge(uow, solved)


async def ask_without_account(command: AskWithoutAccount, uow: TicketingWork) -> Ticket:
    """A request like any other, of a requester whom nobody knows yet. Whether an account has this address is not even
    looked up: nothing can be learnt."""
    guest = command.guest()
    must_be_a_request(guest, command.subject, command.body)
    if command.solved is not None:
        await use_challenge(uow, command.solved)
    elif not command.checked:
        await must_not_be_a_flood(uow)
    entry = await catalogue.entry_for_guests(uow.connection)
    ticket = uow.tickets.add(
        Ticket(
            id=new_id(),
            reference=await next_reference(uow),
            entry_id=entry.id,
            form_number=entry.number,
            subject=command.subject.strip(),
            answers={},
            impact=Impact.PERSON,
            urgency=Urgency.HIGH,
            requester=guest.id,
            organisation_id=guest.id,
            opened_at=uow.now,
            changed_at=uow.now,
            entries=1,
        )
    )
    await uow.tell(ticket, (ticket.opened(),))
    await keep_guest(uow, guest, ticket.id)
    body = command.body.replace("\r\n", "\n").strip()
    said = Message(
        id=new_id(),
        ticket_id=ticket.id,
        side=Side.CUSTOMER,
        author=guest.id,
        body=body,
        posted_at=uow.now,
        channel=BY_FORM,
    )
    await add_message(uow, ticket, said)
    return ticket
