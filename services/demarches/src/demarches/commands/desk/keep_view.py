from uuid import UUID

from msgspec import Struct
from sqlalchemy import delete, update

from chassis.ids import new_id
from chassis.policies import must_be_signed_in, must_hold
from chassis.refusals import Fault
from demarches.domain.policies import READ
from demarches.domain.refusals import TextNeeded, ViewNotFound
from demarches.domain.texts import must_be_written
from demarches.storage.tables import saved_views
from demarches.storage.unit_of_work import DemarchesWork


class KeepView(Struct, frozen=True, kw_only=True):
    """`query`: the queue's own address after the question mark."""

    name: str
    query: str
    shared: bool = False


class RenameView(Struct, frozen=True, kw_only=True):
    view_id: UUID
    name: str


class DropView(Struct, frozen=True):
    view_id: UUID


async def keep_view(command: KeepView, uow: DemarchesWork) -> UUID:
    """One's own of the same name gives way: there is no telling two apart."""
    must_hold(uow.actor, READ)
    view_id, account_id = new_id(), must_be_signed_in(uow.actor)
    name = _named(command.name, "/name")
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


async def rename_view(command: RenameView, uow: DemarchesWork) -> str:
    """One's own, whose address this gives; another of the same name gives way."""
    name, account_id = _named(command.name, "/new-name"), must_be_signed_in(uow.actor)
    c = saved_views.c
    mine = update(saved_views).where(c.id == command.view_id, c.account_id == account_id).values(name=name)
    query = await uow.connection.scalar(mine.returning(c.query))
    if query is None:
        raise ViewNotFound
    same = delete(saved_views).where(c.account_id == account_id, c.name == name, c.id != command.view_id)
    await uow.connection.execute(same)
    return query


async def drop_view(command: DropView, uow: DemarchesWork) -> None:
    """One's own; a shared one belongs to who kept it."""
    c = saved_views.c
    mine = delete(saved_views).where(c.id == command.view_id, c.account_id == must_be_signed_in(uow.actor))
    if (await uow.connection.execute(mine)).rowcount != 1:
        raise ViewNotFound


def _named(typed: str, pointer: str) -> str:
    if not typed.strip():
        raise TextNeeded(faults=[Fault(pointer, "Donnez un nom à cette vue.", "missing")])
    return must_be_written(typed, pointer, longest=60)
