"""A decision's document: for who sees the dossier, its sheet; for whoever has its code, what it says."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from demarches.decisions.seals import seal_holds
from demarches.domain.letters import DecisionDocument, read_code
from demarches.domain.refusals import DecisionDocumentNotFound, DecisionDocumentNotReady, DecisionToConsult
from demarches.queries.dossier.read import visible
from demarches.storage.agreements import agreements_of
from demarches.storage.decisions import document_of
from demarches.storage.tables import decision_documents


class VerifiedView(Struct, kw_only=True):
    """No name, no answer: what stands on a sheet that somebody was shown can be compared with it.

    `holds`: the seal is this administration's, and says what is kept here.
    """

    number: str
    code: str
    title: str
    reference: str
    outcome: str
    outcome_word: str
    decided_on: str
    issued_at: datetime
    sha256: str
    holds: bool


async def sheet_of(dossier_id: UUID, actor: Actor, connection: AsyncConnection) -> DecisionDocument:
    """Raises DecisionDocumentNotReady in the moment between decision and seal."""
    dossier = await visible(dossier_id, actor, connection)
    agreed = await agreements_of(connection, dossier_id)
    waits = dossier.decision is not None and agreed.covers(dossier.decision.at) and agreed.consulted_at is None
    if waits and dossier.applicant == actor.subject:
        raise DecisionToConsult
    statement = select(decision_documents).where(decision_documents.c.dossier_id == dossier_id)
    row = (await connection.execute(statement)).one_or_none()
    if row is None:
        raise DecisionDocumentNotFound
    document = document_of(row)
    if document.sheet is None:
        raise DecisionDocumentNotReady
    return document


async def verify(typed: str, actor: Actor, connection: AsyncConnection) -> VerifiedView:
    code = read_code(typed)
    row = (await connection.execute(select(decision_documents).where(decision_documents.c.code == code))).one_or_none()
    if row is None:
        raise DecisionDocumentNotFound
    document = document_of(row)
    if document.sheet is None:
        raise DecisionDocumentNotReady
    facts = document.facts
    return VerifiedView(
        number=document.number,
        code=document.code,
        title=facts["title"],
        reference=facts["reference"],
        outcome=facts["outcome"],
        outcome_word=facts["outcome_word"],
        decided_on=facts["decided_on"],
        issued_at=document.issued_at,
        sha256=document.sha256 or "",
        holds=seal_holds(document, actor.tenant),
    )
