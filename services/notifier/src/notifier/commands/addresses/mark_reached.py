"""Somebody called the person whose mails come back; or did not, after all."""

from uuid import UUID

import msgspec

from notifier.domain.addresses.suppression import Suppression
from notifier.storage.work import NotifierWork


class MarkReached(msgspec.Struct, frozen=True, kw_only=True):
    suppression_id: UUID
    reached: bool


async def mark_reached(command: MarkReached, uow: NotifierWork) -> Suppression:
    suppression = await uow.suppressions.get(command.suppression_id)
    if command.reached:
        suppression.reach(by=uow.actor.account, at=uow.now)
    else:
        suppression.unreach()
    action = "address.reached" if command.reached else "address.not_reached"
    uow.note(action, suppression.id, concerns=suppression.account_id)
    return suppression
