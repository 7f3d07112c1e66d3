"""An agent's own views of the queue."""

from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from ticketing.domain.policies import must_be_support
from ticketing.storage.desk_tables import views


class SavedView(msgspec.Struct, frozen=True):
    id: UUID
    name: str
    filters: dict[str, str]


class ListViews(msgspec.Struct, frozen=True):
    pass


async def list_views(_: ListViews, actor: Actor, connection: AsyncConnection) -> list[SavedView]:
    must_be_support(actor)
    wanted = select(views.c.id, views.c.name, views.c.filters).where(views.c.agent == actor.account)
    return [SavedView(*row) for row in await connection.execute(wanted.order_by(views.c.name))]
