from uuid import UUID

from msgspec import Struct

from chassis.ids import new_id
from chassis.refusals import Fault
from ticketing.domain.policies import must_be_support
from ticketing.domain.refusals import CannedInvalid
from ticketing.storage import views
from ticketing.storage.unit_of_work import TicketingWork


class KeepView(Struct, frozen=True):
    """`filters` are those of the queue's address."""

    name: str
    filters: dict[str, str]


class DropView(Struct, frozen=True):
    view_id: UUID


async def keep_view(command: KeepView, uow: TicketingWork) -> None:
    """For oneself; one of the same name is replaced."""
    agent = must_be_support(uow.actor)
    name = command.name.strip()
    if not name or len(name) > 40 or not name.isprintable():
        raise CannedInvalid(faults=[Fault("/name", "Donnez un nom de 40 caractères au plus.", "missing")])
    await views.keep_view(uow, new_id(), agent, name, command.filters)


async def drop_view(command: DropView, uow: TicketingWork) -> None:
    """One's own; another's stays."""
    await views.drop_view(uow, command.view_id, must_be_support(uow.actor))
