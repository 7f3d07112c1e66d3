"""Agents reading the pieces of one dossier: under what leave, why, until when, and its end."""

from typing import NamedTuple
from uuid import UUID

from chassis.ids import new_id
from chassis.policies import must_be_signed_in
from chassis.refusals import Fault, Invalid
from documents.commands.open_file import OpenBundleFile, OpenedFile, open_bundle_file
from documents.domain.reading_grant import AFTERWARDS, LONGEST_PURPOSE, Ended, ReadingGrant
from documents.domain.refusals import ReadingNotFound, ReadingOver, ReadingWithdrawn
from documents.storage.unit_of_work import DocumentsWork


class ReadAfterwards(NamedTuple):
    """A dossier that has ended, with a reason. Who asks was given leave to view one of its files."""

    bundle_id: UUID
    purpose: str


class OpenUnderGrant(NamedTuple):
    grant_id: UUID
    file_id: UUID


class WithdrawReading(NamedTuple):
    grant_id: UUID


async def read_afterwards(command: ReadAfterwards, uow: DocumentsWork) -> ReadingGrant:
    """The grant that stands already is the one, if there is one."""
    reader = must_be_signed_in(uow.actor)
    purpose = " ".join(command.purpose.split())
    if not 1 <= len(purpose) <= LONGEST_PURPOSE:
        said = "Dites pourquoi vous lisez ces pièces, par exemple « Recours gracieux »."
        raise Invalid(faults=[Fault("/purpose", said, "length")])
    _ = await uow.retention.of(command.bundle_id)
    if await uow.readings.was_withdrawn(command.bundle_id, reader):
        raise ReadingWithdrawn
    standing = await uow.readings.standing(command.bundle_id, reader)
    if standing is not None:
        return standing
    made = ReadingGrant(new_id(), command.bundle_id, reader, purpose, uow.now, uow.now + AFTERWARDS)
    uow.record(made.created())
    return uow.readings.add(made)


async def open_under_grant(command: OpenUnderGrant, uow: DocumentsWork) -> OpenedFile:
    """A file of the dossier that the grant is about. Nobody else's grant exists."""
    grant = await uow.readings.get(command.grant_id)
    if grant.reader != uow.actor.subject:
        raise ReadingNotFound
    if not grant.stands(at=uow.now):
        raise ReadingOver
    return await open_bundle_file(OpenBundleFile(grant.bundle, command.file_id, own_only=False), uow)


async def withdraw_reading(command: WithdrawReading, uow: DocumentsWork) -> None:
    """From now on this agent opens nothing of this dossier."""
    grant = await uow.readings.get(command.grant_id)
    uow.record(grant.end(Ended.WITHDRAWN, at=uow.now))
