"""What agents are written about: a legal date that comes near, reasons that are owed."""

from datetime import date, datetime
from uuid import UUID

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from contracts.forms import say
from demarches.domain.dossier import OPEN
from demarches.domain.exchanges import Side
from demarches.domain.silence import reasons_due
from demarches.queries.clock_words import legal_mentions
from demarches.queries.departments import department_view
from demarches.queries.dossier.read import visible
from demarches.queries.mail import LANGUAGES
from demarches.storage import clocks, definitions
from demarches.storage.silences import silence_of


class AskAgentMail(Struct, frozen=True):
    dossier_id: UUID
    at: datetime


class AgentMail(Struct, kw_only=True):
    """`due_on`: of the reasons when some are owed, of the legal period otherwise. Titles and sentences by language."""

    dossier_id: UUID
    reference: str
    titles: dict[str, str]
    examiner: UUID | None
    department: str
    department_email: str
    due_on: date | None
    sentences: dict[str, str]


async def read_agent_mail(question: AskAgentMail, actor: Actor, connection: AsyncConnection) -> AgentMail | None:
    """None once there is nothing left to do in time."""
    dossier = await visible(question.dossier_id, actor, connection)
    if dossier.status not in OPEN:
        return None
    definition = await definitions.version(connection, dossier.demarche_id, dossier.definition, tenant=actor.tenant)
    clock = await clocks.clock_of(connection, dossier, definition, today=clocks.day_of(question.at))
    fallen = await silence_of(connection, dossier.id)
    department = await department_view(connection, dossier.department_id or definition.department_id)
    return AgentMail(
        dossier_id=dossier.id,
        reference=dossier.reference or "",
        titles={locale: say(definition.title, locale) for locale in LANGUAGES},
        examiner=dossier.examiner,
        department=department.name,
        department_email=department.email,
        due_on=reasons_due(fallen.reasons_asked_at) if fallen else clock.due_on,
        sentences={locale: legal_mentions(definition.clock, clock, locale, to=Side.AGENT) for locale in LANGUAGES},
    )
