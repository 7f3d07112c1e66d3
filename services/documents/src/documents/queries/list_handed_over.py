"""The files of a dossier whose pieces an agent has leave to read: names and states, no content."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from documents.domain.media import MediaType, named_after
from documents.domain.refusals import BundleNotFound
from documents.queries.list_readings import AskReadings, holds_for
from documents.queries.views import FileView
from documents.storage.tables import bundle_files, files, reading_grants


class AskHandedOver(NamedTuple):
    bundle_id: UUID
    asked: AskReadings


async def list_handed_over(question: AskHandedOver, actor: Actor, connection: AsyncConnection) -> list[FileView]:
    """In the order in which they came. Raises `BundleNotFound` where this agent's leave does not stand."""
    allowed = holds_for(actor, question.asked).where(reading_grants.c.bundle_id == question.bundle_id)
    if (await connection.execute(allowed.limit(1))).one_or_none() is None:
        raise BundleNotFound
    same = (bundle_files.c.tenant == files.c.tenant) & (bundle_files.c.file_id == files.c.id)
    held = (
        select(files, bundle_files.c.name)
        .select_from(bundle_files.join(files, same))
        .where(bundle_files.c.bundle_id == question.bundle_id)
        .order_by(bundle_files.c.added_at, bundle_files.c.file_id)
    )
    return [
        FileView(
            file_id=row.id,
            name=named_after(row.name, MediaType(row.media_type)),
            size=row.size,
            media_type=row.media_type,
            sha256=row.sha256,
            status=row.status,
            cause=row.cause,
        )
        for row in await connection.execute(held)
    ]
