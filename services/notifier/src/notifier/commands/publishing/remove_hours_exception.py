"""The usual hours hold again."""

from uuid import UUID

import msgspec

from notifier.storage.work import NotifierWork


class RemoveHoursException(msgspec.Struct, frozen=True):
    exception_id: UUID


async def remove_hours_exception(command: RemoveHoursException, uow: NotifierWork) -> None:
    exception = await uow.hours.get(command.exception_id)
    await uow.hours.remove(exception)
    uow.record(exception.said())
