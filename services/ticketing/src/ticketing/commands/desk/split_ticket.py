from uuid import UUID

from msgspec import Struct

from chassis.ids import new_id
from ticketing.domain.policies import must_be_support
from ticketing.domain.splits import must_be_splittable
from ticketing.domain.texts import LONGEST_SUBJECT, must_be_written
from ticketing.domain.ticket import Ticket
from ticketing.storage import splits
from ticketing.storage.merges import keep_link
from ticketing.storage.references import next_reference
from ticketing.storage.unit_of_work import TicketingWork


class SplitTicket(Struct, frozen=True):
    """`messages` of the customer are another matter, called `subject`."""

    ticket_id: UUID
    messages: tuple[UUID, ...]
    subject: str


async def split_ticket(command: SplitTicket, uow: TicketingWork) -> Ticket:
    """A ticket of its own begins with them; here they stay, with a word of where they are dealt with. Can be undone for
    30 days."""
    agent = must_be_support(uow.actor)
    old = await uow.tickets.get(command.ticket_id)
    subject = must_be_written(command.subject, "/subject", longest=LONGEST_SUBJECT)
    said = await splits.messages_of(uow.connection, old.id, command.messages)
    must_be_splittable(old, said, asked=len(set(command.messages)))
    new = uow.tickets.add(
        Ticket(
            id=new_id(),
            reference=await next_reference(uow),
            entry_id=old.entry_id,
            form_number=old.form_number,
            subject=subject,
            answers={},
            impact=old.impact,
            urgency=old.urgency,
            requester=old.requester,
            organisation_id=old.organisation_id,
            department=old.department,
            opened_at=uow.now,
            changed_at=uow.now,
            team=old.team,
            entries=len(said),
        )
    )
    await uow.tell(new, (new.opened(),))
    await splits.keep_split(uow, old, new, said, agent)
    await keep_link(uow, old.id, new.id)
    old.add_note(at=uow.now)
    return new
