"""Who may send a form that anybody may send: counted by address, and checked against robots."""

from typing import NamedTuple

from chassis import robots
from chassis.actor import Actor
from chassis.commands import Commands
from chassis.settings import Settings
from identity.commands.count_attempt import must_be_within
from identity.commands.use_challenge import use_challenge
from identity.domain import robot_codes, throttling
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
) -> None:
    """Without `proof` (the robot check's answer) fewer are taken from one address. Raises `TooMany`, `RobotCheckFailed`."""
    await must_be_within(throttling.address_key(what, address), most, commands=commands, actor=actor)
    if code is not None:
        await _must_be_read(code, actor, commands, settings)
        return
    if not proof:
        key = throttling.address_key(f"unproven {what}", address)
        await must_be_within(key, most_unproven, commands=commands, actor=actor)
        return
    answer = robots.solved(proof, settings.read_secret(), str(actor.tenant), at=commands.now())
    await commands.run(use_challenge, answer, actor=actor)


async def _must_be_read(code: Code, actor: Actor, commands: Commands[IdentityWork], settings: Settings) -> None:
    """Used up before it is looked at: a wrong answer spends the challenge as a right one does (A22)."""
    own, tenant, now = settings.read_secret(), str(actor.tenant), commands.now()
    until = robot_codes.over_at(code.challenge, own, tenant, at=now)
    try:
        await commands.run(use_challenge, robot_codes.used(code.challenge, until), actor=actor)
    except robots.RobotCheckFailed as used:
        raise robot_codes.WrongCode from used
    robot_codes.must_be_right(code.digits, code.challenge, own, tenant, at=now)
