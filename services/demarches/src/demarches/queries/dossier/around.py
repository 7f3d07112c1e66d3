"""What stands around one dossier, asked for at once: one round trip, however much there is."""

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from chassis.together import Answers, Together
from demarches.domain.definition import Definition
from demarches.domain.dossier import OPEN, Dossier
from demarches.queries.appointments.bookings import BOOKED
from demarches.queries.departments import DEPARTMENT
from demarches.queries.desk.opinions import OPINIONS
from demarches.queries.dossier.parts import HISTORY, MESSAGES, NOTES, PIECE_REQUESTS, PIECES
from demarches.storage.agreements import AGREEMENTS
from demarches.storage.quotas import FULL
from demarches.storage.silences import SILENCES
from demarches.storage.tables import decision_documents, demarches, dossiers
from demarches.storage.workflow import COUNTED

_document = decision_documents.c
_other = dossiers.c

AROUND = {
    "slug": select(demarches.c.slug).where(demarches.c.id == bindparam("demarche_id")),
    "full": FULL,
    "department": DEPARTMENT,
    "pieces": PIECES,
    "piece_requests": PIECE_REQUESTS,
    "messages": MESSAGES,
    "history": HISTORY,
    "agreements": AGREEMENTS,
    "silence": SILENCES,
    "document": select(_document.number).where(
        _document.dossier_id == bindparam("dossier_id"), _document.seal.is_not(None)
    ),
    **BOOKED,
}
# What agents see beside.
DESK = {
    "notes": NOTES,
    "opinions": OPINIONS,
    "counted": COUNTED,
    "others": select(func.count().label("open")).where(
        _other.applicant == bindparam("applicant"),
        _other.id != bindparam("dossier_id"),
        or_(*(_other.status == str(status) for status in OPEN)),
    ),
}
FOR_APPLICANTS = Together(AROUND)
FOR_AGENTS = Together({**AROUND, **DESK})


async def ask_around(
    dossier: Dossier,
    definition: Definition,
    actor: Actor,
    connection: AsyncConnection,
    together: Together = FOR_APPLICANTS,
    **values: object,
) -> Answers:
    known = {
        "dossier_id": dossier.id,
        "demarche_id": dossier.demarche_id,
        "department_id": dossier.department_id or definition.department_id,
        "applicant": dossier.applicant,
        "reader": actor.subject,
    }
    return await together.ask(connection, known | values)
