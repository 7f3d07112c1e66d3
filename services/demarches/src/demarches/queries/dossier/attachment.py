"""From a tracking link to a personal space: how the holder may prove to be the applicant; which code was sent where."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from contracts.forms import say
from demarches.domain.attachment import Proof, proof_for
from demarches.domain.dossier import Dossier
from demarches.domain.tracking import Tracking, token_of
from demarches.storage import definitions
from demarches.storage.attachment_codes import last_code
from demarches.storage.dossiers import dossier_of
from demarches.storage.tables import dossiers
from demarches.storage.tracking import tracked


class AskProof(Struct, frozen=True):
    tracking: Tracking
    address: str
    at: datetime


class ProofView(Struct, kw_only=True):
    """`sent`: a code that may still be typed is under way. `dossier_id` once it is the reader's."""

    demarche: str
    reference: str
    proof: str
    sent: bool
    dossier_id: UUID | None


async def proof_wanted(question: AskProof, actor: Actor, connection: AsyncConnection) -> ProofView:
    dossier = await tracked(connection, question.tracking, at=question.at)
    definition = await definitions.version(connection, dossier.demarche_id, dossier.definition, tenant=actor.tenant)
    proof = proof_for(dossier, question.address)
    code = await last_code(connection, dossier.id, of=actor.account) if proof is Proof.CODE else None
    return ProofView(
        demarche=say(definition.title, actor.locale),
        reference=dossier.reference or "",
        proof=str(proof),
        sent=code is not None and code.is_alive(question.at),
        dossier_id=dossier.id if dossier.account is not None and dossier.account == actor.account else None,
    )


class CodeMail(Struct, kw_only=True):
    email: str
    name: str
    locale: str
    title: str
    reference: str
    tracking: str
    code: str
    expires_at: datetime


async def code_mail(dossier_id: UUID, actor: Actor, connection: AsyncConnection) -> CodeMail | None:
    """None once it is attached, or when there is no address left to write to."""
    row = (await connection.execute(select(dossiers).where(dossiers.c.id == dossier_id))).one_or_none()
    dossier: Dossier | None = dossier_of(row) if row else None
    code = await last_code(connection, dossier_id)
    if dossier is None or dossier.has_account or not dossier.contact_email or code is None:
        return None
    definition = await definitions.version(connection, dossier.demarche_id, dossier.definition, tenant=actor.tenant)
    return CodeMail(
        email=dossier.contact_email,
        name=dossier.contact_name,
        locale=dossier.locale,
        title=say(definition.title, dossier.locale),
        reference=dossier.reference or "",
        tracking=token_of(dossier),
        code=code.code,
        expires_at=code.expires_at,
    )
