"""What a tracking link shows: a status and dates. No identity, no document, no answer (RELIABILITY C12)."""

from datetime import date, datetime

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from chassis.together import Together
from contracts.forms import say
from demarches.domain.agreements import TO_CONSULT
from demarches.domain.clock import ClockStatus
from demarches.domain.dossier import OPEN, Status
from demarches.domain.tracking import Tracking
from demarches.queries.appointments.bookings import BOOKED, bookings_in
from demarches.queries.appointments.views import BookingView
from demarches.queries.clock_words import legal_mentions
from demarches.queries.departments import DEPARTMENT, DepartmentView, department_in
from demarches.queries.dossier.around import ask_around
from demarches.queries.words import TONES, status_word, to_consult, what_happens
from demarches.storage import clocks, definitions
from demarches.storage.agreements import AGREEMENTS, agreements_in
from demarches.storage.tracking import tracked

FOR_HOLDERS = Together({"department": DEPARTMENT, "waits": clocks.WAITS, "agreements": AGREEMENTS, **BOOKED})


class TrackingView(Struct, kw_only=True):
    """`locale` is the language of the request; the words are in the reader's. `due_on` while it lies ahead: `legal` tells the rest."""

    locale: str
    demarche: str
    reference: str
    status: str
    status_word: str
    tone: str
    sentence: str
    submitted_at: datetime
    changed_at: datetime
    due_on: date | None
    legal: str
    department: DepartmentView
    may_cancel: bool
    may_attach: bool
    appointment: BookingView | None


class AskTracking(Struct, frozen=True):
    tracking: Tracking
    at: datetime


async def follow_dossier(question: AskTracking, actor: Actor, connection: AsyncConnection) -> TrackingView:
    dossier = await tracked(connection, question.tracking, at=question.at)
    definition = await definitions.version(connection, dossier.demarche_id, dossier.definition, tenant=actor.tenant)
    around = await ask_around(dossier, definition, actor, connection, FOR_HOLDERS)
    clock = clocks.clock_from(dossier, definition, clocks.waits_in(around["waits"]), today=clocks.day_of(question.at))
    booked = bookings_in(around["bookings"], around["calendars"], dossier, definition, actor.locale, at=question.at)
    agreed = agreements_in(next(iter(around["agreements"]), None))
    withheld = agreed.withhold(dossier.decision.at if dossier.decision else None)
    word, tone, sentence = to_consult(actor.locale) if withheld else _told(dossier.status, actor.locale)
    return TrackingView(
        locale=dossier.locale,
        demarche=say(definition.title, actor.locale),
        reference=dossier.reference or "",
        status=TO_CONSULT if withheld else str(dossier.status),
        status_word=word,
        tone=tone,
        sentence=sentence,
        submitted_at=dossier.must_be_submitted(),
        changed_at=dossier.changed_at,
        due_on=None if clock.status is ClockStatus.ELAPSED else clock.due_on,
        legal=legal_mentions(definition.clock, clock, actor.locale),
        department=department_in(next(iter(around["department"]), None)),
        may_cancel=dossier.status in OPEN,
        may_attach=not dossier.has_account,
        appointment=next((b for b in booked if b.status == "confirmed"), None),
    )


def _told(status: Status, locale: str) -> tuple[str, str, str]:
    return status_word(status, locale), TONES[status], what_happens(status, locale)
