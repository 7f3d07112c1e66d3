"""What the support team keeps beside the tickets."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.unit_of_work import UnitOfWork
from ticketing.domain.canned import CannedReply
from ticketing.domain.refusals import AgentUnknown, CannedNotFound, TeamNotFound
from ticketing.domain.teams import Team
from ticketing.domain.ticket import OPEN, Ticket
from ticketing.storage.desk_tables import agents, canned_replies, drafts, presences, teams
from ticketing.storage.tables import catalogue_entries, tickets

HERE_FOR = timedelta(seconds=20)
"""Pages say every few seconds who reads them; after this long without a word, nobody does."""


async def keep_team(uow: UnitOfWork, team: Team) -> None:
    facts = {"spec": msgspec.to_builtins(team), "position": team.position}
    row = upsert(teams).values(id=team.id, **facts)
    await uow.connection.execute(row.on_conflict_do_update(index_elements=["tenant", "id"], set_=facts))


async def all_teams(connection: AsyncConnection) -> list[Team]:
    rows = await connection.execute(select(teams.c.spec).order_by(teams.c.position, teams.c.id))
    return [msgspec.convert(row.spec, Team) for row in rows]


async def drop_team(uow: UnitOfWork, team_id: UUID) -> None:
    """Raises TeamNotFound. Its requests are nobody's until somebody takes them."""
    if not (await uow.connection.execute(delete(teams).where(teams.c.id == team_id))).rowcount:
        raise TeamNotFound
    await uow.connection.execute(update(tickets).where(tickets.c.team_id == team_id).values(team_id=None))


async def team_for(connection: AsyncConnection, ticket: Ticket) -> Team | None:
    wanted = select(catalogue_entries.c.kind, catalogue_entries.c.product_id).where(
        catalogue_entries.c.id == ticket.entry_id
    )
    entry = (await connection.execute(wanted)).one()
    return next((team for team in await all_teams(connection) if team.is_for(entry.kind, entry.product_id)), None)


async def loads(connection: AsyncConnection, members: tuple[UUID, ...]) -> dict[UUID, int]:
    """Open requests by agent."""
    alive = tickets.c.status.in_([str(status) for status in sorted(OPEN)])
    counted = select(tickets.c.assignee, func.count()).where(tickets.c.assignee.in_(members), alive)
    return {row[0]: row[1] for row in await connection.execute(counted.group_by(tickets.c.assignee))}


async def keep_reply(uow: UnitOfWork, reply: CannedReply) -> None:
    facts = {"title": reply.title.strip(), "body": reply.body, "outcome": reply.outcome}
    row = upsert(canned_replies).values(id=reply.id, **facts)
    await uow.connection.execute(row.on_conflict_do_update(index_elements=["tenant", "id"], set_=facts))


async def drop_reply(uow: UnitOfWork, reply_id: UUID) -> None:
    """Raises CannedNotFound."""
    if not (await uow.connection.execute(delete(canned_replies).where(canned_replies.c.id == reply_id))).rowcount:
        raise CannedNotFound


async def all_replies(connection: AsyncConnection) -> list[CannedReply]:
    c = canned_replies.c
    rows = await connection.execute(select(c.id, c.title, c.body, c.outcome).order_by(c.title))
    return [CannedReply(id=r.id, title=r.title, body=r.body, outcome=r.outcome) for r in rows]


async def keep_draft(uow: UnitOfWork, ticket_id: UUID, agent: UUID, body: str) -> None:
    if not body.strip():
        await forget_draft(uow, ticket_id, agent)
        return
    facts: dict[str, Any] = {"body": body, "at": uow.now}
    row = upsert(drafts).values(ticket_id=ticket_id, agent=agent, **facts)
    keys = ["tenant", "ticket_id", "agent"]
    await uow.connection.execute(row.on_conflict_do_update(index_elements=keys, set_=facts))


async def forget_draft(uow: UnitOfWork, ticket_id: UUID, agent: UUID) -> None:
    await uow.connection.execute(delete(drafts).where(drafts.c.ticket_id == ticket_id, drafts.c.agent == agent))


async def note_presence(uow: UnitOfWork, ticket_id: UUID, agent: UUID, *, writing: bool) -> None:
    facts: dict[str, Any] = {"writing": writing, "seen_at": uow.now}
    row = upsert(presences).values(ticket_id=ticket_id, agent=agent, **facts)
    keys = ["tenant", "ticket_id", "agent"]
    await uow.connection.execute(row.on_conflict_do_update(index_elements=keys, set_=facts))
    gone = presences.c.seen_at < uow.now - timedelta(hours=1)
    await uow.connection.execute(delete(presences).where(presences.c.ticket_id == ticket_id, gone))


async def note_agent(uow: UnitOfWork, account: UUID) -> None:
    row = upsert(agents).values(account=account, seen_at=uow.now)
    stale = agents.c.seen_at < uow.now - timedelta(hours=1)
    await uow.connection.execute(
        row.on_conflict_do_update(index_elements=["tenant", "account"], set_={"seen_at": uow.now}, where=stale)
    )


async def must_be_agent(connection: AsyncConnection, account: UUID, me: UUID) -> None:
    """Raises AgentUnknown for who has never opened the console."""
    known = await connection.scalar(select(agents.c.account).where(agents.c.account == account))
    if known is None and account != me:
        raise AgentUnknown
