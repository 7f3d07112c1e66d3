"""Count a proof that somebody signed in, or half signed in, tries to give: nine in a row, then a pause."""

import msgspec

from chassis.refusals import TooMany
from identity.domain import throttling
from identity.storage.work import IdentityWork


class TooManyAttempts(TooMany):
    """Trop de tentatives. Réessayez dans 15 minutes."""


class CountStepUp(msgspec.Struct, frozen=True):
    key: str


async def count_step_up(command: CountStepUp, uow: IdentityWork) -> int:
    _, retry_after = await uow.throttles.charge_run(
        command.key, throttling.PAUSE, refused_from=throttling.STEP_UPS.most
    )
    return retry_after
