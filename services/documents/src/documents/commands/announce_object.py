"""Say that an object is about to be written, so that it is swept if its row never comes."""

from datetime import timedelta
from typing import NamedTuple
from uuid import uuid4

from chassis.actor import Actor
from documents.storage.unit_of_work import DocumentsWork

ROW_WITHIN = timedelta(hours=1)


class AnnounceObject(NamedTuple):
    object_key: str


class AnnounceObjects(NamedTuple):
    object_keys: list[str]


def new_object_key(actor: Actor) -> str:
    """The tenant, for those who operate the store, and 122 random bits: no name, no order, nothing to guess."""
    return f"{actor.tenant}/{uuid4().hex}"


async def announce_objects(command: AnnounceObjects, uow: DocumentsWork) -> None:
    for object_key in command.object_keys:
        await uow.files.doom_later(object_key, at=uow.now + ROW_WITHIN)


async def abandon_object(command: AnnounceObject, uow: DocumentsWork) -> None:
    """The row will not come: the object may go now."""
    await uow.files.doom(command.object_key, at=uow.now)
