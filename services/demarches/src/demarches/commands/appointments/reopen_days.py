from uuid import UUID

from msgspec import Struct

from demarches.domain.policies import must_arrange
from demarches.storage.appointments.calendars import remove_closure
from demarches.storage.unit_of_work import DemarchesWork


class ReopenDays(Struct, frozen=True):
    closure_id: UUID


async def reopen_days(command: ReopenDays, uow: DemarchesWork) -> None:
    must_arrange(uow.actor)
    await remove_closure(uow.connection, command.closure_id)
    uow.note("demarches.calendar.reopened", command.closure_id)
