from datetime import datetime
from uuid import UUID

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from ticketing.domain.attachable import Attachable
from ticketing.domain.policies import must_be_support
from ticketing.storage.attachable import attachable


class ListAttachable(Struct, frozen=True):
    ticket_id: UUID
    now: datetime


async def list_attachable(question: ListAttachable, actor: Actor, connection: AsyncConnection) -> list[Attachable]:
    """What an answer to this ticket may lead to."""
    must_be_support(actor)
    return await attachable(connection, question.ticket_id, question.now)
