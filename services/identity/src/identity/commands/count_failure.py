"""Count a wrong password against the whole organisation, and say so when somebody tries a stolen list there (A19)."""

import msgspec

from contracts.identity import SignInsSuspected
from identity.domain import throttling
from identity.measures import SUSPECTED
from identity.storage.work import IdentityWork


class CountFailure(msgspec.Struct, frozen=True):
    """Of whom does not matter, nor from where."""


async def count_failure(_: CountFailure, uow: IdentityWork) -> None:
    number = await uow.throttles.charge(throttling.FAILURES, throttling.STUFFING.window)
    if number != throttling.STUFFING.most or not await is_stuffed(uow):
        return
    SUSPECTED.inc()
    if await uow.throttles.within(throttling.ALARM, throttling.ALARMS):
        uow.record(SignInsSuspected(organisation_id=uow.actor.tenant))


async def is_stuffed(uow: IdentityWork) -> bool:
    """While it lasts, browsers that never signed in are checked against robots. Nothing is asked but of one row, as long
    as people are right more often than not."""
    window = throttling.STUFFING.window
    failures = await uow.throttles.number(throttling.FAILURES, window)
    if failures < throttling.STUFFING.most:
        return False
    return await uow.sessions.opened_within(window) * throttling.STUFFING_RATIO < failures
