"""The operator prints what waits: one batch, one file (ID-08)."""

from uuid import UUID

import msgspec
from sqlalchemy import select, update

from chassis import tables as chassis_tables
from chassis.ids import new_id
from chassis.refusals import Conflict
from identity.domain.organisations import OrganisationNotFound
from identity.storage.tables import letters
from identity.storage.work import IdentityWork

MOST = 200


class NothingToPrint(Conflict):
    """Aucun courrier n’attend."""


class PrintLetters(msgspec.Struct, frozen=True):
    """Run in the operator's tenant."""


class SendLetter(msgspec.Struct, frozen=True):
    """Run in the mandate's own tenant, by a timer: the letter left."""

    mandate_id: UUID


async def print_letters(__: PrintLetters, uow: IdentityWork) -> UUID:
    """The batch's id. At most 200 letters, the oldest first; each organisation notes by itself that its letter left."""
    if not await uow.organisations.is_support_portal(uow.actor.organisation):
        raise OrganisationNotFound
    waiting = select(letters).where(letters.c.printed_at.is_(None)).order_by(letters.c.requested_at).limit(MOST)
    rows = (await uow.connection.execute(waiting.with_for_update(skip_locked=True))).all()
    if not rows:
        raise NothingToPrint
    batch_id = new_id()
    chosen = letters.c.mandate_id.in_([row.mandate_id for row in rows])
    _ = await uow.connection.execute(update(letters).where(chosen).values(batch_id=batch_id, printed_at=uow.now))
    told = [
        {
            "id": new_id(),
            "tenant": row.organisation_id,
            "kind": "letter_sent",
            "subject": row.mandate_id,
            "due_at": uow.now,
        }
        for row in rows
    ]
    await uow.insert(chassis_tables.timers, *told)
    uow.note("identity.letters.printed", batch_id)
    return batch_id


async def send_letter(command: SendLetter, uow: IdentityWork) -> None:
    mandate = await uow.mandates.get(command.mandate_id)
    mandate.send_letter(at=uow.now)
