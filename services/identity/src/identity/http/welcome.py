"""Who may send a form that anybody may send: counted by address, and checked against robots."""

from collections.abc import Callable, Coroutine
from typing import NamedTuple
from uuid import UUID

from chassis import robots
from chassis.actor import Actor
from chassis.commands import Commands
from chassis.robot_digits import codes
from chassis.settings import Settings
from identity.commands.count_attempt import must_be_within
from identity.commands.use_challenge import use_challenge
from identity.domain import throttling
from identity.domain.throttling import Limit
from identity.storage.work import IdentityWork


class Code(NamedTuple):
    """Digits that somebody read or heard of a challenge."""

    challenge: str
    digits: str


async def must_be_welcome(
    what: str,
    proof: str,
    address: str,
    actor: Actor,
    commands: Commands[IdentityWork],
    settings: Settings,
    *,
    most: Limit = throttling.REGISTRATIONS_PER_ADDRESS,
    most_unproven: Limit = throttling.UNPROVEN_REGISTRATIONS_PER_ADDRESS,
    code: Code | None = None,
) -> robots.SolvedChallenge | None:
    """Without `proof` (the robot check's answer) fewer are taken from one address. Raises `TooMany`, `RobotCheckFailed`,
    `WrongCode`. What is returned is for the command to use up, in one transaction with what it does."""
    await must_be_within(throttling.address_key(what, address), most, commands=commands, actor=actor)
    if code is not None:
        secret, tenant = settings.read_secret(), str(actor.tenant)
        use = _spending(actor, commands)
        return await codes.solved(code.challenge, code.digits, secret, tenant, use=use, at=commands.now())
    if not proof:
        key = throttling.address_key(f"unproven {what}", address)
        await must_be_within(key, most_unproven, commands=commands, actor=actor)
        return None
    return robots.solved(proof, settings.read_secret(), str(actor.tenant), at=commands.now())


async def is_checked(
    proof: str, code: Code, tenant: UUID, commands: Commands[IdentityWork], settings: Settings
) -> bool:
    """Whether the check was passed, one way or the other; false when it was not tried. Raises when it was in vain."""
    actor = Actor.of_service("gateway", tenant)
    if code.digits:
        await _must_be_read(code, actor, commands, settings)
        return True
    if not proof:
        return False
    answer = robots.solved(proof, settings.read_secret(), str(tenant), at=commands.now())
    await commands.run(use_challenge, answer, actor=actor)
    return True


async def _must_be_read(code: Code, actor: Actor, commands: Commands[IdentityWork], settings: Settings) -> None:
    secret, tenant = settings.read_secret(), str(actor.tenant)
    use = _spending(actor, commands)
    await codes.must_be_read(code.challenge, code.digits, secret, tenant, use=use, at=commands.now())


def _spending(
    actor: Actor, commands: Commands[IdentityWork]
) -> Callable[[robots.SolvedChallenge], Coroutine[None, None, None]]:
    async def use(solved: robots.SolvedChallenge) -> None:
        await commands.run(use_challenge, solved, actor=actor)

    return use
