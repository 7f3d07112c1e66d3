"""How the organisation's accounts are reached beside the mail: telephone and post."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from contracts.asks import Reach
from identity.queries.contacts import MOST, ContactsOf
from identity.storage.tables import accounts

_a = accounts.c
_TOLD = (_a.id, _a.given_name, _a.family_name, _a.locale, _a.mobile, _a.phone)
_PLACE = (_a.address_line, _a.address_complement, _a.postal_code, _a.city)


async def reaches_of(question: ContactsOf, _: Actor, connection: AsyncConnection) -> tuple[Reach, ...]:
    """Of this organisation alone: nobody is called or written to by another town."""
    wanted = select(*_TOLD, *_PLACE).where(_a.id.in_(question.account_ids[:MOST]))
    return tuple(_reach(row) for row in (await connection.execute(wanted)).all())


def _reach(row: Any) -> Reach:
    town = f"{row.postal_code} {row.city}".strip()
    is_whole = row.address_line and row.postal_code and row.city
    return Reach(
        account_id=row.id,
        name=f"{row.given_name} {row.family_name}".strip(),
        locale=row.locale,
        mobile=row.mobile,
        phone=row.phone,
        address=tuple(line for line in (row.address_complement, row.address_line, town) if line) if is_whole else (),
    )
