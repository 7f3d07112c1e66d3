"""How support is set up."""

from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from contracts.forms import say
from ticketing.domain.canned import CannedReply
from ticketing.domain.macros import Macro
from ticketing.domain.policies import must_set_up
from ticketing.domain.sla.calendar import BusinessCalendar
from ticketing.domain.sla.policy import SlaPolicy
from ticketing.domain.teams import Team
from ticketing.domain.words import KINDS
from ticketing.storage import desk, sla
from ticketing.storage.desk_tables import agents
from ticketing.storage.macros import all_macros
from ticketing.storage.tables import products


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """`kinds` and `products` are what may be chosen: (value, word)."""

    calendars: list[BusinessCalendar]
    policies: list[SlaPolicy]
    teams: list[Team]
    replies: list[CannedReply]
    macros: list[Macro]
    agents: list[UUID]
    kinds: list[tuple[str, str]]
    products: list[tuple[str, str]]


class ListSettings(msgspec.Struct, frozen=True):
    locale: str


async def list_settings(question: ListSettings, actor: Actor, connection: AsyncConnection) -> Settings:
    must_set_up(actor)
    rows: Any = await connection.execute(select(products.c.id, products.c.name).order_by(products.c.position))
    return Settings(
        calendars=await sla.all_calendars(connection),
        policies=await sla.all_policies(connection),
        teams=await desk.all_teams(connection),
        replies=await desk.all_replies(connection),
        macros=await all_macros(connection),
        agents=list(await connection.scalars(select(agents.c.account).order_by(agents.c.account))),
        kinds=[(str(kind), say(word, question.locale)) for kind, word in KINDS.items()],
        products=[(str(row.id), say(row.name, question.locale)) for row in rows],
    )
