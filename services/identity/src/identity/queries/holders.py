"""Which members hold a permission now."""

import msgspec
from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from contracts.asks import Contact
from identity.domain.accounts import AccountKind, AccountStatus
from identity.storage.grants import is_alive_grant
from identity.storage.tables import accounts, permission_grants

MOST = 50


class HoldersOf(msgspec.Struct, frozen=True):
    permission: str


async def holders_of(question: HoldersOf, _: Actor, connection: AsyncConnection) -> tuple[Contact, ...]:
    a, g = accounts.c, permission_grants.c
    held = exists().where(g.account_id == a.id, g.permission == question.permission, is_alive_grant())
    wanted = (
        select(a.id, a.email, a.given_name, a.family_name, a.locale)
        .where(a.kind == str(AccountKind.MEMBER), a.status == str(AccountStatus.ACTIVE), held)
        .order_by(a.family_name, a.given_name, a.id)
        .limit(MOST)
    )
    rows = (await connection.execute(wanted)).all()
    return tuple(
        Contact(
            account_id=row.id,
            email=row.email,
            given_name=row.given_name,
            family_name=row.family_name,
            locale=row.locale,
        )
        for row in rows
    )
