"""What the mail to an outside expert says."""

from uuid import UUID

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from contracts.forms import say
from demarches.domain.opinions import token_of
from demarches.queries.words import dates
from demarches.storage.opinions import opinion_of
from demarches.storage.tables import demarches, dossiers, opinions


class OpinionMail(Struct, kw_only=True):
    email: str
    name: str
    reference: str
    title: str
    question: str
    due: str
    token: str


async def read_opinion_mail(opinion_id: UUID, actor: Actor, connection: AsyncConnection) -> OpinionMail | None:
    """None for a department's, and for what nobody waits for any more."""
    row = (await connection.execute(select(opinions).where(opinions.c.id == opinion_id))).one_or_none()
    if row is None or row.expert_email is None:
        return None
    opinion = opinion_of(row)
    if not opinion.is_open:
        return None
    d = dossiers.c
    named = (
        select(d.reference, demarches.c.title)
        .join(demarches, demarches.c.id == d.demarche_id)
        .where(d.id == opinion.dossier_id)
    )
    of = (await connection.execute(named)).one()
    return OpinionMail(
        email=row.expert_email,
        name=opinion.expert_name or "",
        reference=of.reference or "",
        title=say(of.title),
        question=opinion.question,
        due=dates("fr").day(opinion.due_on),
        token=token_of(opinion),
    )
