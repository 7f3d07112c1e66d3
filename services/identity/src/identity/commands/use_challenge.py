"""Use up the answer to a robot check, so that it serves once."""

import hmac

import msgspec

from chassis.robots import RobotCheckFailed, SolvedChallenge
from identity.storage.challenges import NOBODY
from identity.storage.work import IdentityWork


class PassCheck(msgspec.Struct, frozen=True):
    """`whom` is a digest of the login that it is passed for."""

    solved: SolvedChallenge
    whom: bytes


async def use_challenge(command: SolvedChallenge, uow: IdentityWork) -> None:
    if not await uow.challenges.use(command.challenge, expires_at=command.expires_at):
        raise RobotCheckFailed


async def pass_check(command: PassCheck, uow: IdentityWork) -> bool:
    """Before a password is looked at. Whoever came in with it a moment ago sent the same form twice: that is no second
    guess, since they knew the password. False while another request, perhaps of another process, is still at it. Raises
    `RobotCheckFailed`."""
    solved = command.solved
    if await uow.challenges.use(solved.challenge, expires_at=solved.expires_at, served=None):
        return True
    served = await uow.challenges.served(solved.challenge)
    if served is not None and not hmac.compare_digest(served, command.whom):
        raise RobotCheckFailed
    return served is not None


async def note_served(command: PassCheck, uow: IdentityWork) -> None:
    await uow.challenges.note_served(command.solved.challenge, command.whom)


async def note_in_vain(command: PassCheck, uow: IdentityWork) -> None:
    await uow.challenges.note_served(command.solved.challenge, NOBODY)
