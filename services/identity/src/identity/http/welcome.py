"""Who may send a form that anybody may send: counted by address, and checked against robots."""

from chassis import robots
from chassis.actor import Actor
from chassis.commands import Commands
from chassis.settings import Settings
from identity.commands.count_attempt import must_be_within
from identity.commands.use_challenge import use_challenge
from identity.domain import throttling
from identity.domain.throttling import Limit
from identity.storage.work import IdentityWork


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
) -> None:
    """Without `proof` (the robot check's answer) fewer are taken from one address. Raises `TooMany`, `RobotCheckFailed`."""
    await must_be_within(throttling.address_key(what, address), most, commands=commands, actor=actor)
    if not proof:
        key = throttling.address_key(f"unproven {what}", address)
        await must_be_within(key, most_unproven, commands=commands, actor=actor)
        return
    answer = robots.solved(proof, settings.read_secret(), str(actor.tenant), at=commands.now())
    await commands.run(use_challenge, answer, actor=actor)
