from typing import NamedTuple
from uuid import UUID

from msgspec import Struct

from demarches.domain.policies import must_be_someone
from demarches.storage.unit_of_work import DemarchesWork


class OpenFile(Struct, frozen=True):
    """`purpose` is kept in the journal, where the person concerned can read it."""

    dossier_id: UUID
    piece_id: UUID
    file_id: UUID
    purpose: str


class MayOpen(NamedTuple):
    reader: UUID
    dossier_id: UUID
    file_id: UUID


async def open_file(command: OpenFile, uow: DemarchesWork) -> MayOpen:
    """Whoever sees the dossier may open its pieces; documents decides whether the file is safe to read."""
    dossier = await uow.dossiers.get(command.dossier_id)
    reader = must_be_someone(uow.actor)
    piece = await uow.pieces.of_file(dossier.id, command.file_id)
    piece.must_be(command.piece_id)
    uow.note("demarches.piece.opened", dossier.id, concerns=dossier.account, purpose=command.purpose)
    return MayOpen(reader, dossier.id, command.file_id)
