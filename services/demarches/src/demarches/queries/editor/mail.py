"""What authors are written about a démarche that they copied: a later version is offered, or the offer has ended."""

from uuid import UUID

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from contracts.forms import say
from demarches.domain.permissions import EDIT
from demarches.domain.refusals import NotACopy
from demarches.queries.departments import department_view
from demarches.storage import editing, sharing
from demarches.storage.tables import agents

MOST_AUTHORS = 20


class CopyMail(Struct, kw_only=True):
    """`authors`: whoever may change démarches here; the department's address is for where nobody is known."""

    title: str
    note: str
    authors: list[UUID]
    department: str
    department_email: str


async def read_copy_mail(question: tuple[UUID, int], actor: Actor, connection: AsyncConnection) -> CopyMail | None:
    """None once something later is to be told."""
    demarche_id, number = question
    try:
        origin = await sharing.origin_of(connection, demarche_id)
    except NotACopy:
        return None
    latest = await sharing.latest(connection, origin.shared_id)
    if latest.number != number:
        return None
    work = await editing.work_on(connection, demarche_id)
    c = agents.c
    authors = await connection.scalars(
        select(c.account_id).where(c.permissions.contains([EDIT])).order_by(c.account_id).limit(MOST_AUTHORS)
    )
    department = await department_view(connection, UUID(work.content["department_id"]))
    return CopyMail(
        title=say(work.content["title"]),
        note=latest.note,
        authors=list(authors),
        department=department.name,
        department_email=department.email,
    )
