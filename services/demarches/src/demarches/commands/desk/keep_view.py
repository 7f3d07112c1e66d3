from uuid import UUID

from msgspec import Struct
from sqlalchemy import delete

from chassis.ids import new_id
from chassis.policies import must_be_signed_in, must_hold
from demarches.domain.policies import READ
from demarches.domain.refusals import ViewNotFound
from demarches.domain.texts import must_be_written
from demarches.storage.tables import saved_views
from demarches.storage.unit_of_work import DemarchesWork


class KeepView(Struct, frozen=True, kw_only=True):
    """`query`: the queue's own address after the question mark."""

    name: str
    query: str
    shared: bool = False


class DropView(Struct, frozen=True):
    view_id: UUID


async def keep_view(command: KeepView, uow: DemarchesWork) -> UUID:
    """One's own of the same name gives way: there is no telling two apart."""
    must_hold(uow.actor, READ)
    view_id, account_id = new_id(), must_be_signed_in(uow.actor)
    name = must_be_written(command.name, "/name", longest=60)
    c = saved_views.c
    await uow.connection.execute(delete(saved_views).where(c.account_id == account_id, c.name == name))
    view = {
        "id": view_id,
        "account_id": account_id,
        "name": name,
        "query": command.query[:1_000],
        "shared": command.shared,
    }
    await uow.insert(saved_views, view)
    return view_id


async def drop_view(command: DropView, uow: DemarchesWork) -> None:
    """One's own; a shared one belongs to who kept it."""
    c = saved_views.c
    mine = delete(saved_views).where(c.id == command.view_id, c.account_id == must_be_signed_in(uow.actor))
    if (await uow.connection.execute(mine)).rowcount != 1:
        raise ViewNotFound
