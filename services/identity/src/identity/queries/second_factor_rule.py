"""What an organisation asks of its members' sign-in, and how far they are."""

from datetime import datetime

import msgspec
from sqlalchemy import exists, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from identity.domain.accounts import AccountKind, AccountStatus
from identity.storage.tables import accounts, organisations, passkeys, second_factors


class SecondFactorRule(msgspec.Struct, frozen=True, kw_only=True):
    """`since`: from when it is asked; `without`: the active members who have none."""

    since: datetime | None
    members: int
    without: tuple[str, ...]


class RuleOfHere(msgspec.Struct, frozen=True):
    """The actor's organisation."""


async def second_factor_rule(_: RuleOfHere, actor: Actor, connection: AsyncConnection) -> SecondFactorRule:
    since = await connection.scalar(
        select(organisations.c.second_factor_from).where(organisations.c.id == actor.tenant)
    )
    active = (accounts.c.kind == str(AccountKind.MEMBER), accounts.c.status == str(AccountStatus.ACTIVE))
    has_one = exists().where(second_factors.c.account_id == accounts.c.id, second_factors.c.confirmed_at.is_not(None))
    has_passkey = exists().where(passkeys.c.account_id == accounts.c.id)
    members = await connection.scalar(select(func.count()).select_from(accounts).where(*active))
    named = select(accounts.c.given_name, accounts.c.family_name).where(*active, ~has_one, ~has_passkey)
    rows = await connection.execute(named.order_by(accounts.c.family_name, accounts.c.id).limit(500))
    names = tuple(f"{row.given_name} {row.family_name}".strip() for row in rows)
    return SecondFactorRule(since=since, members=members or 0, without=names)
