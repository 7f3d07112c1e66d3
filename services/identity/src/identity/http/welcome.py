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
from identity.commands.use_challenge import PassCheck, pass_check, use_challenge
from identity.domain import throttling
from identity.domain.throttling import Limit
from identity.http.turns import until_told
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


async def passed_check(
    proof: str, code: Code, whom: bytes, tenant: UUID, commands: Commands[IdentityWork], settings: Settings
) -> PassCheck | None:
    """The check that was passed, one way or the other, by who wants to sign in as `whom`; None when it was not tried.
    Raises when it was in vain: `WrongCode`, `RobotCheckFailed`."""
    actor, secret = Actor.of_service("gateway", tenant), settings.read_secret()
    if code.digits:
        use, now = _spending(actor, commands), commands.now()
        solved = await codes.solved(code.challenge, code.digits, secret, str(tenant), use=use, at=now)
    elif proof:
        solved = robots.solved(proof, secret, str(tenant), at=commands.now())
    else:
        return None
    passed = PassCheck(solved, whom)
    with codes.as_digits(code.digits):
        if not await until_told(lambda: commands.run(pass_check, passed, actor=actor)):
            raise robots.RobotCheckFailed
    return passed


def _spending(
    actor: Actor, commands: Commands[IdentityWork]
) -> Callable[[robots.SolvedChallenge], Coroutine[None, None, None]]:
    async def use(solved: robots.SolvedChallenge) -> None:
        await commands.run(use_challenge, solved, actor=actor)

    return use
