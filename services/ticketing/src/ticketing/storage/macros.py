"""Macros, kept."""

from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.unit_of_work import UnitOfWork
from ticketing.domain.macros import Macro
from ticketing.domain.refusals import MacroNotFound
from ticketing.storage.desk_tables import macros


async def keep_macro(uow: UnitOfWork, macro: Macro) -> None:
    facts: dict[str, Any] = {"spec": msgspec.to_builtins(macro), "position": macro.position}
    row = upsert(macros).values(id=macro.id, **facts)
    await uow.connection.execute(row.on_conflict_do_update(index_elements=["tenant", "id"], set_=facts))


async def drop_macro(uow: UnitOfWork, macro_id: UUID) -> None:
    """Raises MacroNotFound."""
    if not (await uow.connection.execute(delete(macros).where(macros.c.id == macro_id))).rowcount:
        raise MacroNotFound


async def all_macros(connection: AsyncConnection) -> list[Macro]:
    rows = await connection.execute(select(macros.c.spec).order_by(macros.c.position, macros.c.id))
    return [msgspec.convert(row.spec, Macro) for row in rows]


async def macro_by_id(connection: AsyncConnection, macro_id: UUID) -> Macro:
    """Raises MacroNotFound."""
    spec = await connection.scalar(select(macros.c.spec).where(macros.c.id == macro_id))
    if spec is None:
        raise MacroNotFound
    return msgspec.convert(spec, Macro)
