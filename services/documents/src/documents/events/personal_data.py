"""What documents holds of a person: their safe. It goes with its key; what dossiers hold stays for its legal term."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from chassis.personal_data import Forgotten, PersonalData, lines_about
from contracts.documents import PersonalDataForgotten, PersonalDataGathered
from documents.commands.forget_person import ForgetPerson, forget_person
from documents.storage.tables import pieces, safe_files
from documents.storage.unit_of_work import DocumentsWork

WHERE = "Les fichiers eux-mêmes se téléchargent à la page « Mes pièces justificatives », « Tout emporter »."


async def tell(account_id: UUID, uow: DocumentsWork) -> dict[str, Any]:
    """What the pieces are. Their content is encrypted for their owner alone: it leaves by the owner's own hand."""
    await uow.safes.enter(account_id)
    p, f = pieces.c, safe_files.c
    mine = select(p.id, p.type, p.label, p.valid_until, p.added_at, p.changed_at, p.trashed_at)
    rows = (await uow.connection.execute(mine.where(p.owner == account_id).order_by(p.added_at))).all()
    names = select(f.piece_id, f.name, f.added_at).where(f.owner == account_id)
    files: dict[UUID | None, list[dict[str, Any]]] = {}
    for row in await uow.connection.execute(names):
        files.setdefault(row.piece_id, []).append({"name": row.name, "added_at": row.added_at})
    return {"pieces": [{**row._mapping, "files": files.get(row.id, [])} for row in rows], "content": WHERE}


async def forget(account_id: UUID, uow: DocumentsWork) -> Forgotten:
    await uow.safes.enter(account_id)
    counted = select(func.count()).select_from(pieces).where(pieces.c.owner == account_id)
    number = await uow.connection.scalar(counted) or 0
    await forget_person(ForgetPerson(account_id), uow)
    return Forgotten(erased={"safe": number}, kept={"journal": await lines_about(account_id, uow.connection)})


PERSONAL_DATA = PersonalData(tell, forget, PersonalDataGathered, PersonalDataForgotten)
