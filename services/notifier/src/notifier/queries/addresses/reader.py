"""Whoever a mail is for: may their address be written to, and how do they want to be told?"""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from notifier.domain.addresses.suppression import Suppression
from notifier.domain.inbox.preferences import Preferences
from notifier.queries.addresses.suppressed import suppression_for
from notifier.queries.inbox.my_notices import preferences_of


class AskReader(NamedTuple):
    """`trace` is the salted hash of the address; None stands for a reader without an account."""

    trace: str
    account_id: UUID | None


class Reader(NamedTuple):
    suppression: Suppression | None
    preferences: Preferences | None


async def reader_of(asked: AskReader, actor: Actor, connection: AsyncConnection) -> Reader:
    """Both in one transaction: it is asked for every mail."""
    suppression = await suppression_for(asked.trace, actor, connection)
    if asked.account_id is None:
        return Reader(suppression, None)
    return Reader(suppression, await preferences_of(asked.account_id, actor, connection))
