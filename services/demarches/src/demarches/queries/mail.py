"""What mails about a dossier say."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from contracts.forms import say
from demarches.domain.agreements import Agreements, deemed_on
from demarches.domain.answers import today_at
from demarches.domain.clock import LegalClock
from demarches.domain.definition import Definition
from demarches.domain.dossier import Dossier, Status
from demarches.domain.tracking import token_of
from demarches.queries.appointments.mail import BookingMail, booking_mail
from demarches.queries.clock_words import legal_mentions
from demarches.queries.departments import DepartmentView, department_view
from demarches.queries.dossier.read import visible
from demarches.queries.dossier.silence import silence_in
from demarches.queries.words import dates, translation
from demarches.storage import clocks, definitions
from demarches.storage.agreements import agreements_of
from demarches.storage.silences import silence_of
from demarches.storage.tables import piece_requests

# The mentions that bind the administration are those of its own language.
LAW = "fr"
LANGUAGES = (LAW, "en")


class AskMail(Struct, frozen=True, kw_only=True):
    dossier_id: UUID
    at: datetime
    piece_request_id: UUID | None = None
    booking_id: UUID | None = None


class MailWords(Struct, kw_only=True):
    """What is said in one language. `receipt` holds the mentions of CRPA R112-5: dates, service in charge, what silence means.

    What binds in law is in French; who reads English reads it in English first. `notified` announces a decision that is
    notified electronically: what it says, how to appeal included, waits for its first consultation.
    """

    title: str
    receipt: str
    appeal: str
    notified: str
    silence: str


class MailFacts(Struct, kw_only=True):
    """`locale` is the language of the request; `words` are in each, since who has an account reads in its own."""

    dossier_id: UUID
    reference: str
    account: UUID | None
    email: str | None
    name: str
    locale: str
    tracking: str
    words: dict[str, MailWords]
    piece: str
    booking: BookingMail | None = None
    is_draft: bool = False
    forgotten_at: str = ""


async def read_mail(question: AskMail, actor: Actor, connection: AsyncConnection) -> MailFacts:
    dossier = await visible(question.dossier_id, actor, connection)
    definition = await definitions.version(connection, dossier.demarche_id, dossier.definition, tenant=actor.tenant)
    department = await department_view(connection, dossier.department_id or definition.department_id)
    against = dossier.status in (Status.REFUSED, Status.CLOSED)
    agreed = await agreements_of(connection, dossier.id)
    fallen = await silence_of(connection, dossier.id)
    clock = await clocks.clock_of(connection, dossier, definition, today=today_at(question.at))

    def silence(locale: str) -> str:
        view = silence_in(fallen, dossier, locale, at=question.at)
        return view.sentence if view else ""

    def worded(locale: str) -> MailWords:
        return MailWords(
            title=say(definition.title, locale),
            receipt="" if dossier.is_draft else _receipt(dossier, definition, department, clock, locale),
            appeal=_binding(lambda locale: say(definition.texts.appeal, locale), locale) if against else "",
            notified=_notified(dossier, agreed, locale),
            silence=_binding(silence, locale),
        )

    return MailFacts(
        dossier_id=dossier.id,
        reference=dossier.reference or "",
        account=dossier.account,
        email=dossier.contact_email,
        name=dossier.contact_name,
        locale=dossier.locale,
        tracking=token_of(dossier),
        is_draft=dossier.is_draft,
        forgotten_at=dossier.forgotten_at.isoformat(),
        words={locale: worded(locale) for locale in (*LANGUAGES, dossier.locale)},
        piece=await _piece(connection, question.piece_request_id),
        booking=await booking_mail(connection, dossier, question.booking_id, question.at),
    )


def _receipt(
    dossier: Dossier, definition: Definition, department: DepartmentView, clock: LegalClock, locale: str
) -> str:
    reach = ", ".join(part for part in (department.address, department.email, department.phone) if part)

    def said(locale: str) -> str:
        _, day = translation(locale), dates(locale).day
        received = _("Votre demande a été reçue le %(day)s. Service chargé du dossier : %(name)s, %(reach)s.")
        facts = {"day": day(dossier.must_be_submitted()), "name": department.name, "reach": reach.replace("\n", ", ")}
        return f"{received % facts}\n\n{legal_mentions(definition.clock, clock, locale)}"

    return _binding(said, locale)


def _binding(said: Callable[[str], str], locale: str) -> str:
    words, binding = said(locale), said(LAW)
    if words == binding:
        return binding
    _ = translation(locale)
    return "\n\n".join((words, _("Le texte qui fait foi est en français :"), binding))


def _notified(dossier: Dossier, agreed: Agreements, locale: str) -> str:
    decision = dossier.decision
    if decision is None or not agreed.covers(decision.at):
        return ""

    def said(locale: str) -> str:
        _, day = translation(locale), dates(locale).day
        words = _(
            "Vous avez accepté de recevoir cette décision par voie électronique. La date de votre première consultation "
            "vaut notification et fait courir les délais de recours. Sans consultation, la décision sera réputée "
            "notifiée le %(day)s (CRPA L112-15 et R112-20)."
        )
        return words % {"day": day(deemed_on(decision.at))}

    return _binding(said, locale)


async def _piece(connection: AsyncConnection, request_id: UUID | None) -> str:
    if request_id is None:
        return ""
    return await connection.scalar(select(piece_requests.c.label).where(piece_requests.c.id == request_id)) or ""
