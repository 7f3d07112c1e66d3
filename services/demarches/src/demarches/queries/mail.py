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
from demarches.domain.definition import Definition
from demarches.domain.dossier import Dossier, Status
from demarches.domain.tracking import token_of
from demarches.queries.appointments.mail import BookingMail, booking_mail
from demarches.queries.departments import DepartmentView, department_view
from demarches.queries.dossier.read import visible
from demarches.queries.dossier.silence import silence_view
from demarches.queries.words import dates, legal_mentions, translation
from demarches.storage import clocks, definitions
from demarches.storage.agreements import agreements_of
from demarches.storage.tables import piece_requests

# The mentions that bind the administration are those of its own language.
LAW = "fr"


class AskMail(Struct, frozen=True, kw_only=True):
    dossier_id: UUID
    at: datetime
    piece_request_id: UUID | None = None
    booking_id: UUID | None = None


class MailFacts(Struct, kw_only=True):
    """`receipt` holds the mentions of CRPA R112-5: dates, service in charge, what silence means.

    What binds in law is in French; who asked in English reads it in English first. `notified` announces a decision that is
    notified electronically: what it says, how to appeal included, waits for its first consultation.
    """

    dossier_id: UUID
    reference: str
    title: str
    account: UUID | None
    email: str | None
    name: str
    locale: str
    tracking: str
    receipt: str
    appeal: str
    notified: str
    piece: str
    booking: BookingMail | None = None
    silence: str = ""
    is_draft: bool = False
    forgotten_at: str = ""


async def read_mail(question: AskMail, actor: Actor, connection: AsyncConnection) -> MailFacts:
    dossier = await visible(question.dossier_id, actor, connection)
    definition = await definitions.version(connection, dossier.demarche_id, dossier.definition, tenant=actor.tenant)
    department = await department_view(connection, dossier.department_id or definition.department_id)
    against = dossier.status in (Status.REFUSED, Status.CLOSED)
    agreed = await agreements_of(connection, dossier.id)
    fallen = {
        locale: await silence_view(connection, dossier, locale, at=question.at) for locale in {LAW, dossier.locale}
    }
    return MailFacts(
        dossier_id=dossier.id,
        reference=dossier.reference or "",
        title=say(definition.title, dossier.locale),
        account=dossier.account,
        email=dossier.contact_email,
        name=dossier.contact_name,
        locale=dossier.locale,
        tracking=token_of(dossier),
        is_draft=dossier.is_draft,
        forgotten_at=dossier.forgotten_at.isoformat(),
        receipt="" if dossier.is_draft else await _receipt(dossier, definition, department, connection, question.at),
        appeal=_binding(lambda locale: say(definition.texts.appeal, locale), dossier.locale) if against else "",
        notified=_notified(dossier, agreed),
        piece=await _piece(connection, question.piece_request_id),
        silence=_binding(lambda locale: view.sentence if (view := fallen[locale]) else "", dossier.locale),
        booking=await booking_mail(connection, dossier, question.booking_id, question.at),
    )


async def _receipt(
    dossier: Dossier, definition: Definition, department: DepartmentView, connection: AsyncConnection, at: datetime
) -> str:
    clock = await clocks.clock_of(connection, dossier, definition, today=today_at(at))
    reach = ", ".join(part for part in (department.address, department.email, department.phone) if part)

    def said(locale: str) -> str:
        _, day = translation(locale), dates(locale).day
        received = _("Votre demande a été reçue le %(day)s. Service chargé du dossier : %(name)s, %(reach)s.")
        facts = {"day": day(dossier.must_be_submitted()), "name": department.name, "reach": reach.replace("\n", ", ")}
        return f"{received % facts}\n\n{legal_mentions(definition.clock, clock, locale)}"

    return _binding(said, dossier.locale)


def _binding(said: Callable[[str], str], locale: str) -> str:
    words, binding = said(locale), said(LAW)
    if words == binding:
        return binding
    _ = translation(locale)
    return "\n\n".join((words, _("Le texte qui fait foi est en français :"), binding))


def _notified(dossier: Dossier, agreed: Agreements) -> str:
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

    return _binding(said, dossier.locale)


async def _piece(connection: AsyncConnection, request_id: UUID | None) -> str:
    if request_id is None:
        return ""
    return await connection.scalar(select(piece_requests.c.label).where(piece_requests.c.id == request_id)) or ""
