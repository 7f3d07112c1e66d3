"""Reading one dossier."""

from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct
from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from chassis.together import Answers
from contracts.forms import Context, recap, say, told_in
from demarches.domain.agreements import TO_CONSULT
from demarches.domain.answers import today_at
from demarches.domain.definition import Definition
from demarches.domain.dossier import DECIDED, OPEN, Dossier, Status
from demarches.domain.exchanges import Side
from demarches.domain.refusals import DossierNotFound
from demarches.domain.tracking import token_of
from demarches.queries.appointments.bookings import bookings_in
from demarches.queries.clock_words import clock_lines, legal_mentions
from demarches.queries.demarche import appointment_of
from demarches.queries.departments import department_in
from demarches.queries.desk.opinions import opinions_in
from demarches.queries.dossier import views
from demarches.queries.dossier.around import FOR_AGENTS, ask_around
from demarches.queries.dossier.decision import decision_view
from demarches.queries.dossier.draft import draft_view
from demarches.queries.dossier.parts import history_in, messages_in, notes_in, piece_requests_in, pieces_in
from demarches.queries.dossier.silence import silence_in
from demarches.queries.words import TONES, status_word, to_consult, what_happens
from demarches.queries.workflow.read import workflow_view
from demarches.storage import clocks, definitions
from demarches.storage.agreements import agreements_in
from demarches.storage.dossiers import dossier_of
from demarches.storage.silences import fallen_in
from demarches.storage.tables import dossiers
from demarches.storage.visibility import visible_dossiers


class AskDossier(Struct, frozen=True):
    dossier_id: UUID
    at: datetime


async def read_dossier(question: AskDossier, actor: Actor, connection: AsyncConnection) -> views.DossierView:
    dossier, definition = await _found(question.dossier_id, actor, connection)
    around = await ask_around(dossier, definition, actor, connection)
    return dossier_view(dossier, definition, actor, around, at=question.at)


async def read_instruction(question: AskDossier, actor: Actor, connection: AsyncConnection) -> views.InstructionView:
    dossier, definition = await found_by_agent(question.dossier_id, actor, connection)
    around = await ask_around(dossier, definition, actor, connection, FOR_AGENTS)
    return instruction_view(dossier, definition, actor, around, at=question.at)


async def found_by_agent(dossier_id: UUID, actor: Actor, connection: AsyncConnection) -> tuple[Dossier, Definition]:
    """Drafts are nobody's but their applicant's."""
    dossier, definition = await _found(dossier_id, actor, connection)
    if dossier.is_draft:
        raise DossierNotFound
    return dossier, definition


async def _found(dossier_id: UUID, actor: Actor, connection: AsyncConnection) -> tuple[Dossier, Definition]:
    dossier = await visible(dossier_id, actor, connection)
    known = await definitions.version(connection, dossier.demarche_id, dossier.definition, tenant=actor.tenant)
    return dossier, known


def instruction_view(
    dossier: Dossier, definition: Definition, actor: Actor, around: Answers, *, at: datetime
) -> views.InstructionView:
    return views.InstructionView(
        dossier=dossier_view(dossier, definition, actor, around, at=at, to=Side.AGENT),
        examiner=dossier.examiner,
        decided_by=dossier.decision.by if dossier.decision else None,
        notes=notes_in(around["notes"]),
        opinions=opinions_in(around["opinions"]),
        workflow=workflow_view(dossier, definition, actor, around["counted"][0], at),
        department_id=dossier.department_id,
        others_open=around["others"][0].open,
    )


async def visible(dossier_id: UUID, actor: Actor, connection: AsyncConnection) -> Dossier:
    statement = select(dossiers).where(dossiers.c.id == dossier_id)
    seen = visible_dossiers(actor)
    row = (await connection.execute(statement if seen is None else statement.where(seen))).one_or_none()
    if row is None:
        raise DossierNotFound
    return dossier_of(row)


def dossier_view(
    dossier: Dossier,
    definition: Definition,
    actor: Actor,
    around: Answers,
    *,
    at: datetime,
    to: Side = Side.APPLICANT,
) -> views.DossierView:
    locale = actor.locale
    joined, asked = pieces_in(around["pieces"]), piece_requests_in(around["piece_requests"])
    said = messages_in(around["messages"], to=to)
    booked = bookings_in(around["bookings"], around["calendars"], dossier, definition, locale, at=at)
    is_theirs = dossier.applicant == actor.subject
    agreed = agreements_in(_one(around, "agreements"))
    document, slug, full = _one(around, "document"), _one(around, "slug"), _one(around, "full")
    decision = decision_view(
        dossier,
        definition,
        agreed,
        locale,
        number=document.number if document else None,
        to=to,
        today=today_at(at),
    )
    withheld = decision is not None and decision.notified is not None and decision.notified.to_consult
    word, tone, sentence = (
        to_consult(locale)
        if withheld
        else (
            status_word(dossier.status, locale),
            TONES[dossier.status],
            stage_sentence(dossier, definition, locale) or what_happens(dossier.status, locale),
        )
    )
    history = history_in(
        around["history"], locale=locale, joined=joined, asked=asked, booked=booked, to=to, withheld=withheld
    )
    return views.DossierView(
        id=dossier.id,
        version=dossier.version,
        demarche=views.DemarcheName(
            slug=slug.slug if slug else "",
            title=say(definition.title, locale),
            help=say(definition.texts.help, locale),
            next=say(definition.texts.next, locale),
            told_in=told_in(definition.title, locale),
        ),
        reference=dossier.reference,
        status=TO_CONSULT if withheld else str(dossier.status),
        status_word=word,
        tone=tone,
        sentence=sentence,
        archived=dossier.archived,
        created_at=dossier.created_at,
        changed_at=dossier.changed_at,
        submitted_at=dossier.submitted_at,
        applicant=views.ApplicantView(
            name=dossier.contact_name, email=dossier.contact_email, has_account=dossier.has_account
        ),
        applicant_step=definition.applicant.step,
        sections=sections_of(definition, dossier, locale, at),
        pieces=joined,
        piece_requests=asked,
        messages=said,
        unread=sum(message.side == to.other and message.read_at is None for message in said),
        history=history,
        decision=decision,
        clock=clock_view(dossier, definition, around, locale, at, to=to),
        silence=silence_in(fallen_in(_one(around, "silence")), dossier, locale, at=at, to=to),
        department=department_in(_one(around, "department")),
        may=_may(dossier, definition),
        agreements=views.AgreementsView(
            profile=agreed.profile_at is not None,
            notification_at=agreed.notification_at,
            updates_profile=definition.updates_profile,
        ),
        appointment=appointment_of(definition),
        bookings=booked,
        tracking=token_of(dossier) if is_theirs and not dossier.has_account and not dossier.is_draft else None,
        draft=draft_view(dossier, definition, locale, at, full=bool(full and full.full)) if dossier.is_draft else None,
    )


def _one(around: Answers, name: str) -> Row[Any] | None:
    return next(iter(around[name]), None)


def stage_sentence(dossier: Dossier, definition: Definition, locale: str) -> str:
    """What the démarche's own workflow says to the applicant of where the dossier stands."""
    if definition.workflow is None or dossier.status not in OPEN or dossier.status is Status.INCOMPLETE:
        return ""
    here = definition.workflow.stage_of(dossier.status, dossier.stage)
    return say(here.sentence, locale) if here else ""


def sections_of(definition: Definition, dossier: Dossier, locale: str, at: datetime) -> list[views.SectionView]:
    """As answered: what is shown and what is computed are judged on the day of submission."""
    context = Context(today=today_at(dossier.submitted_at or at))
    return [
        views.SectionView(
            step=section.step,
            title=section.title,
            lines=[
                views.LineView(label=n.label, value=n.value, group=n.group, item_id=n.item_id, given=n.given)
                for n in section.lines
            ],
        )
        for section in recap(definition.form, dossier.answers, context, locale)
    ]


def clock_view(
    dossier: Dossier, definition: Definition, around: Answers, locale: str, at: datetime, *, to: Side
) -> views.ClockView | None:
    if dossier.submitted_at is None:
        return None
    waits = clocks.waits_in([row for row in around["piece_requests"] if row.indispensable])
    clock = clocks.clock_from(dossier, definition, waits, today=today_at(at))
    return views.ClockView(
        status=str(clock.status),
        silence=str(clock.silence),
        due_on=clock.due_on,
        effect_on=clock.effect_on,
        sentence=legal_mentions(definition.clock, clock, locale, to=to),
        lines=clock_lines(clock, locale),
    )


def _may(dossier: Dossier, definition: Definition) -> views.MayView:
    is_open = dossier.status in OPEN
    writes = definition.exchanges and not dossier.is_draft and dossier.status is not Status.CANCELLED
    may_add = is_open or dossier.is_draft
    return views.MayView(
        cancel=is_open,
        write=writes,
        add_pieces=may_add,
        book=may_add and definition.appointment is not None,
        agree=dossier.has_account and (is_open or dossier.is_draft),
        archive=dossier.status in DECIDED and not dossier.archived,
        restore=dossier.status in DECIDED and dossier.archived,
    )
