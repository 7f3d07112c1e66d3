"""The administrator asks the members of the organisation for a second factor, or no longer (ID-25)."""

from datetime import datetime

import msgspec

from identity.commands.step_up import must_have_proven_lately
from identity.domain.second_factor_rule import begins, must_have_own
from identity.storage.work import IdentityWork


class AskSecondFactor(msgspec.Struct, frozen=True):
    """`days`: how long members have to put theirs in place; None: it is not asked any more."""

    days: int | None


async def ask_second_factor(command: AskSecondFactor, uow: IdentityWork) -> datetime | None:
    must_have_proven_lately(uow.actor, now=uow.now)
    if command.days is not None:
        must_have_own(uow.actor)
    organisation = await uow.organisations.get(uow.actor.tenant)
    since = None if command.days is None else begins(command.days, at=uow.now)
    # Asking again for what is in force already does not give more time.
    if since and organisation.second_factor_from and organisation.second_factor_from <= since:
        return organisation.second_factor_from
    if since != organisation.second_factor_from:
        uow.record(organisation.ask_second_factor(since))
    return since
