"""Which members of an organisation are meant by what somebody typed."""

import msgspec
from sqlalchemy import String, cast, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from contracts.asks import Contact
from identity.domain.accounts import AccountKind, AccountStatus
from identity.storage.tables import accounts

MOST = 20
SHORTEST = 2


class ColleaguesLike(msgspec.Struct, frozen=True):
    words: str


async def colleagues_like(question: ColleaguesLike, _: Actor, connection: AsyncConnection) -> tuple[Contact, ...]:
    """By whole address, identifier or id, or by a part of their name; an exact one alone when there is one."""
    a, typed = accounts.c, " ".join(question.words.replace("\x00", "").split())[:200]
    if len(typed) < SHORTEST:
        return ()
    name = func.concat_ws(" ", a.given_name, a.family_name, a.given_name)
    exact = or_(a.email == typed, a.identifier == typed, cast(a.id, String) == typed)
    wanted = (
        select(a.id, a.email, a.given_name, a.family_name, a.locale, exact.label("exact"))
        .where(
            a.kind == str(AccountKind.MEMBER),
            a.status == str(AccountStatus.ACTIVE),
            or_(exact, name.icontains(typed, autoescape=True)),
        )
        .order_by(exact.desc(), a.family_name, a.given_name, a.id)
        .limit(MOST)
    )
    rows = (await connection.execute(wanted)).all()
    meant = [row for row in rows if row.exact] or rows
    return tuple(
        Contact(
            account_id=row.id,
            email=row.email,
            given_name=row.given_name,
            family_name=row.family_name,
            locale=row.locale,
        )
        for row in meant
    )
