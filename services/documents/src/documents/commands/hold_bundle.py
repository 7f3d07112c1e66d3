"""Legal hold: what a court or an inquiry may ask for is not erased, whatever its term."""

from typing import NamedTuple
from uuid import UUID

from chassis.policies import must_be_signed_in
from chassis.refusals import Fault, Invalid
from documents.commands.keep_bundle import OneBundle, purge_due_bundle
from documents.domain.refusals import BundleNotFound
from documents.storage.unit_of_work import DocumentsWork

LONGEST_REASON = 300


class HoldBundle(NamedTuple):
    bundle_id: UUID
    reason: str


async def hold_bundle(command: HoldBundle, uow: DocumentsWork) -> None:
    """Placing it twice changes nothing: the first reason stays."""
    agent = must_be_signed_in(uow.actor)
    reason = " ".join(command.reason.split())
    if not 1 <= len(reason) <= LONGEST_REASON:
        raise Invalid(faults=[Fault("/reason", "Dites pourquoi, par exemple « Recours n° 2026-14 ».", "length")])
    if await uow.retention.of(command.bundle_id) is None:
        raise BundleNotFound
    if await uow.retention.hold(command.bundle_id, reason, agent):
        uow.note("documents.bundle.held", command.bundle_id, purpose=reason)


async def release_bundle(command: OneBundle, uow: DocumentsWork) -> None:
    """What should have been purged meanwhile is purged now."""
    if await uow.retention.of(command.bundle_id) is None or not await uow.retention.release(command.bundle_id):
        raise BundleNotFound
    uow.note("documents.bundle.released", command.bundle_id)
    await purge_due_bundle(command, uow)
