"""How accounts are reached, wherever they live."""

from uuid import UUID

import msgspec
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from contracts.asks import Contact

MOST = 1_000


class ContactsOf(msgspec.Struct, frozen=True):
    account_ids: tuple[UUID, ...]


async def contacts_of(question: ContactsOf, _: Actor, connection: AsyncConnection) -> tuple[Contact, ...]:
    """By the one function that looks across organisations (migration 0001)."""
    ids = list(question.account_ids[:MOST])
    rows = await connection.execute(text("select * from contacts_of(cast(:ids as uuid[]))"), {"ids": ids})
    return tuple(
        Contact(
            account_id=row.account_id,
            email=row.email,
            given_name=row.given_name,
            family_name=row.family_name,
            locale=row.locale,
        )
        for row in rows
    )
