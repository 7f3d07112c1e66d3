"""The key of a letter, given with a registration: what is wrong with it is said before any mail leaves (ID-16)."""

from typing import NamedTuple
from uuid import UUID

from chassis.actor import Actor
from chassis.commands import Commands
from chassis.refusals import Fault
from identity.commands.count_attempt import CountAttempt, count_attempt
from identity.commands.use_key import RecogniseKey, recognise_key
from identity.domain import throttling
from identity.domain.activation_keys import KeyOver, KeyUsed, TooManyKeys, WrongKey
from identity.storage.work import IdentityWork


class Recognised(NamedTuple):
    id: UUID | None = None
    faults: tuple[Fault, ...] = ()


NO_KEY = Recognised()


async def recognised(typed: str, address: str, actor: Actor, commands: Commands[IdentityWork]) -> Recognised:
    """Ten wrong keys an hour from one network, then `TooManyKeys`, whatever is typed."""
    counted = throttling.address_key("activation-key", address)
    if not await commands.run(count_attempt, CountAttempt(counted, throttling.KEYS), actor=actor):
        raise TooManyKeys(retry_after=int(throttling.KEYS.window.total_seconds()))
    try:
        return Recognised(await commands.run(recognise_key, RecogniseKey(key=typed, counted=counted), actor=actor))
    except (WrongKey, KeyUsed, KeyOver) as refused:
        return Recognised(faults=(Fault("/activation_key", refused.title, "key"),))
