"""Count something that may be tried only so often. A command of its own: a refusal must not undo the count."""

import msgspec

from chassis.actor import Actor
from chassis.commands import Commands
from chassis.refusals import TooMany
from identity.domain.throttling import Limit
from identity.storage.work import IdentityWork


class CountAttempt(msgspec.Struct, frozen=True):
    key: str
    limit: Limit


async def count_attempt(command: CountAttempt, uow: IdentityWork) -> bool:
    """Whether it is within the limit."""
    return await uow.throttles.within(command.key, command.limit)


async def must_be_within(key: str, limit: Limit, *, commands: Commands[IdentityWork], actor: Actor) -> None:
    if not await commands.run(count_attempt, CountAttempt(key, limit), actor=actor):
        raise TooMany(retry_after=int(limit.window.total_seconds()))
