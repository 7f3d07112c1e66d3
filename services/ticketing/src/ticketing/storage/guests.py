"""People who asked without an account, kept while nobody knows who they are."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.refusals import TooMany
from chassis.robots import RobotCheckFailed, SolvedChallenge
from chassis.unit_of_work import UnitOfWork
from ticketing.domain.guest import UNCHECKED_AN_HOUR, Guest
from ticketing.storage.mail_tables import guests, used_challenges


async def keep_guest(uow: UnitOfWork, guest: Guest, ticket_id: UUID) -> None:
    row: dict[str, Any] = {
        "id": guest.id,
        "ticket_id": ticket_id,
        "name": guest.name.strip(),
        "email": guest.email,
        "phone": guest.phone.strip(),
        "organisation": guest.organisation.strip(),
        "checked": guest.checked,
        "at": uow.now,
    }
    await uow.insert(guests, row)


async def must_not_be_a_flood(uow: UnitOfWork) -> None:
    """Raises TooMany when many came without the check against robots within an hour."""
    recent = guests.c.at > uow.now - timedelta(hours=1)
    counted = select(func.count()).select_from(guests).where(recent, ~guests.c.checked)
    if (await uow.connection.scalar(counted) or 0) >= UNCHECKED_AN_HOUR:
        raise TooMany(retry_after=3600)


async def use_challenge(uow: UnitOfWork, solved: SolvedChallenge) -> None:
    """Raises RobotCheckFailed when it was used before, also by a request that runs at this moment."""
    u = used_challenges
    await uow.connection.execute(delete(u).where(u.c.expires_at < uow.now))
    row = insert(u).values(challenge=solved.challenge, expires_at=solved.expires_at).on_conflict_do_nothing()
    if not (await uow.connection.execute(row)).rowcount:
        raise RobotCheckFailed


async def guest_of(connection: AsyncConnection, ticket_id: UUID) -> Guest | None:
    g = guests.c
    wanted = select(g.id, g.name, g.email, g.phone, g.organisation, g.checked).where(g.ticket_id == ticket_id)
    row = (await connection.execute(wanted)).one_or_none()
    return Guest(*row) if row else None


async def names_of(connection: AsyncConnection, requesters: list[UUID]) -> dict[UUID, tuple[str, str]]:
    """Name and organisation as they gave them, by requester."""
    wanted = select(guests.c.id, guests.c.name, guests.c.organisation).where(guests.c.id.in_(requesters))
    return {row.id: (row.name, row.organisation) for row in await connection.execute(wanted)}


async def forget_guest(uow: UnitOfWork, ticket_id: UUID) -> None:
    await uow.connection.execute(delete(guests).where(guests.c.ticket_id == ticket_id))
