"""Which functions of an organisation the letter reaches: never whom, never why not (decision 38)."""

import msgspec
from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from identity.domain.accounts import AccountKind, AccountStatus
from identity.domain.members import DEFAULT_FUNCTIONS
from identity.storage.tables import accounts


class LetterReach(msgspec.Struct, frozen=True, kw_only=True):
    """`frame`: of each default function, in its order, whether somebody who holds it receives a letter. `others`: how many
    functions in the organisation's own words receive none."""

    frame: tuple[bool, ...]
    others: int


async def letter_reach(_: None, __: Actor, connection: AsyncConnection) -> LetterReach:
    """Asked in the organisation's own tenant."""
    a = accounts.c
    receives = and_(a.status == str(AccountStatus.ACTIVE), a.newsletter, func.cardinality(a.interests) > 0)
    found = select(a.function, func.bool_or(receives)).group_by(a.function)
    reached: dict[str, bool] = {}
    for function, receiving in await connection.execute(found.where(a.kind == str(AccountKind.MEMBER))):
        reached[function.casefold()] = receiving or reached.get(function.casefold(), False)
    frame = tuple(reached.pop(function.casefold(), False) for function in DEFAULT_FUNCTIONS)
    return LetterReach(frame=frame, others=sum(not receiving for own, receiving in reached.items() if own))
