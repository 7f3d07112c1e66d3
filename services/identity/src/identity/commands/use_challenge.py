"""Use up the answer to a robot check, so that it serves once."""

from chassis.robots import RobotCheckFailed, SolvedChallenge
from identity.storage.work import IdentityWork


async def use_challenge(command: SolvedChallenge, uow: IdentityWork) -> None:
    if not await uow.challenges.use(command.challenge, expires_at=command.expires_at):
        raise RobotCheckFailed
