"""All that one's safe holds, opened at once to be taken away."""

from typing import NamedTuple

from documents.commands.open_file import OpenedFile, opened
from documents.domain import policies
from documents.domain.safe import Piece
from documents.domain.stored_file import OPENED, Status
from documents.storage.unit_of_work import DocumentsWork

PURPOSE = "restitution"


class OpenEverything(NamedTuple):
    pass


class OpenedPiece(NamedTuple):
    """`former` are the files of its former versions; `infected` the names of those that are gone."""

    piece: Piece
    files: list[OpenedFile]
    former: list[OpenedFile]
    infected: list[str]


async def open_everything(_: OpenEverything, uow: DocumentsWork) -> list[OpenedPiece]:
    """Every piece with its files, infected ones left out: they are gone. Each opening leaves its line."""
    owner = policies.must_have_opened_safe(uow.actor, now=uow.now)
    safe = await uow.safes.mine()
    found: list[OpenedPiece] = []
    for piece_id in await uow.pieces.ids_of(owner):
        piece = await uow.pieces.get(piece_id)
        both: list[list[OpenedFile]] = []
        infected: list[str] = []
        for held in (await uow.safes.files_of(safe, piece), await uow.safes.former_files_of(safe, piece)):
            both.append([])
            for one in held:
                file = await uow.files.get(one.file_id)
                if file.status is Status.INFECTED:
                    infected.append(one.name)
                    continue
                uow.note(OPENED, file.id, concerns=owner, purpose=PURPOSE)
                both[-1].append(opened(file, one.name, await uow.safes.file_key(safe, one), uow))
        files, former = both
        found.append(OpenedPiece(piece, files, former, infected))
    return found
