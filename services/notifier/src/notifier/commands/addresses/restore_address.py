"""An address receives mails again: its reader has said so."""

from uuid import UUID

import msgspec

from notifier.domain.addresses.suppression import Suppression
from notifier.storage.work import NotifierWork


class RestoreAddress(msgspec.Struct, frozen=True):
    suppression_id: UUID


async def restore_address(command: RestoreAddress, uow: NotifierWork) -> Suppression:
    suppression = await uow.suppressions.get(command.suppression_id)
    uow.record(suppression.restore(by=uow.actor.account, at=uow.now), concerns=suppression.account_id)
    await uow.notices.forget(suppression.id)
    return suppression
