"""The life of a bundle after its dossier or ticket: closed, opened again, purged when its time has come."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from documents.commands.purge_bundle import PurgeBundle, purge_bundle
from documents.domain.reading_grant import Ended
from documents.storage.unit_of_work import DocumentsWork


class CloseBundle(NamedTuple):
    """`at` None: now."""

    bundle_id: UUID
    at: datetime | None = None


class OneBundle(NamedTuple):
    bundle_id: UUID


async def close_bundle(command: CloseBundle, uow: DocumentsWork) -> None:
    """From here on its files wait for the end of their term, and who examined it reads them no more without a reason."""
    kept = await uow.retention.of(command.bundle_id)
    if kept is None:
        return
    closed_at = command.at or uow.now
    rule = await uow.retention.rule_of(kept.issuer)
    await uow.retention.end(kept.id, closed_at, rule.purge_at(closed_at))
    for grant in await uow.readings.all_standing(kept.id):
        uow.record(grant.end(Ended.WITH_THE_DOSSIER, at=uow.now))


async def reopen_bundle(command: OneBundle, uow: DocumentsWork) -> None:
    kept = await uow.retention.of(command.bundle_id)
    if kept is not None and kept.closed_at is not None:
        await uow.retention.end(kept.id, None, None)


async def purge_due_bundle(command: OneBundle, uow: DocumentsWork) -> None:
    """Its term is over, unless it was opened again, its rule was changed, or somebody holds it back."""
    kept = await uow.retention.of(command.bundle_id)
    if kept is None or kept.purge_at is None or kept.purge_at > uow.now:
        return
    if await uow.retention.is_held(kept.id):
        return
    _ = await purge_bundle(PurgeBundle(kept.id), uow)


async def discard_bundle(command: OneBundle, uow: DocumentsWork) -> None:
    """It was never sent: its files have no reason left, unless they are held back."""
    if await uow.retention.is_held(command.bundle_id):
        return
    _ = await purge_bundle(PurgeBundle(command.bundle_id), uow)
