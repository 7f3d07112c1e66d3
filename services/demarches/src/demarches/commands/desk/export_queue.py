from msgspec import Struct

from chassis.policies import must_be_signed_in, must_hold
from demarches.domain.policies import READ
from demarches.storage.unit_of_work import DemarchesWork


class ExportQueue(Struct, frozen=True):
    """`asked`: the filters, as they stand in the address."""

    asked: str


async def export_queue(command: ExportQueue, uow: DemarchesWork) -> None:
    """Written in the journal before the first row leaves."""
    must_hold(uow.actor, READ)
    uow.note("demarches.queue.exported", must_be_signed_in(uow.actor), purpose=command.asked[:200] or "all")
