"""Ask for everything that is held on oneself; each service tells its part (ID-26). A process that any restart continues."""

from typing import Any
from uuid import UUID

import msgspec

from chassis.ids import new_id
from chassis.personal_data import Gather, keep_part
from identity.domain import throttling
from identity.domain.personal_data import PersonalExport
from identity.storage.tables import personal_exports
from identity.storage.told import told_of
from identity.storage.work import IdentityWork

FORGET_EXPORT = "personal_export"


class RequestExport(msgspec.Struct, frozen=True):
    account_id: UUID


class TakePart(msgspec.Struct, frozen=True, kw_only=True):
    export_id: UUID
    service: str


class ForgetExport(msgspec.Struct, frozen=True):
    export_id: UUID


async def request_export(command: RequestExport, uow: IdentityWork) -> PersonalExport:
    """Identity's own part is told at once. Three a day are enough for anybody."""
    _ = await uow.accounts.get(command.account_id)
    await uow.throttles.must_be_within(f"export:{command.account_id}", throttling.EXPORTS)
    _ = await uow.throttles.charge(f"export:{command.account_id}", throttling.EXPORTS.window)
    export = uow.personal_exports.add(PersonalExport.request(new_id(), command.account_id, at=uow.now))
    part = Gather(export_id=export.id, account_id=export.account_id, until=export.expires_at)
    await keep_part(_told, part, uow)
    await uow.schedule(FORGET_EXPORT, export.id, due_at=export.expires_at)
    uow.record(export.requested(), concerns=export.account_id)
    return export


async def _told(account_id: UUID, uow: IdentityWork) -> dict[str, Any]:
    return await told_of(account_id, uow.connection)


async def take_part(command: TakePart, uow: IdentityWork) -> None:
    """Of an export that is gone meanwhile (account erased, time over), nothing is to be done."""
    export = await uow.personal_exports.find(personal_exports.c.id == command.export_id)
    if export is None:
        return
    ready = export.take(command.service, at=uow.now)
    if ready is not None:
        uow.record(ready, concerns=export.account_id)


async def forget_export(command: ForgetExport, uow: IdentityWork) -> None:
    await uow.personal_exports.remove(command.export_id)
