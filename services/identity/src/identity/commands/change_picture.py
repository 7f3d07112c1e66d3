"""Show another logo or banner, or none (ID-22)."""

import hashlib

import msgspec
from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from identity.domain.organisations import Organisation
from identity.domain.pictures import PictureKind
from identity.storage.tables import guichet_pictures
from identity.storage.work import IdentityWork


class ChangePicture(msgspec.Struct, frozen=True, kw_only=True):
    """`content` was checked and written anew by `domain.pictures`; None takes the picture away."""

    kind: PictureKind
    content: bytes | None


async def change_picture(command: ChangePicture, uow: IdentityWork) -> Organisation:
    organisation = await uow.organisations.get(uow.actor.tenant)
    kind = str(command.kind)
    if command.content is None:
        _ = await uow.connection.execute(delete(guichet_pictures).where(guichet_pictures.c.kind == kind))
        uow.record(organisation.show_picture(kind, ""))
        return organisation
    row = {"content": command.content, "changed_at": uow.now}
    kept = insert(guichet_pictures).values(kind=kind, **row)
    key = [guichet_pictures.c.tenant, guichet_pictures.c.kind]
    _ = await uow.connection.execute(kept.on_conflict_do_update(index_elements=key, set_=row))
    uow.record(organisation.show_picture(kind, hashlib.sha256(command.content).hexdigest()[:16]))
    return organisation
