"""Reading one dossier."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from contracts.forms import Context, recap, say
from demarches.domain.answers import is_complete, pieces_wanted, steps_shown, today_at
from demarches.domain.definition import Definition, is_pieces_step
from demarches.domain.dossier import DECIDED, OPEN, Dossier, Status
from demarches.domain.exchanges import Side
from demarches.domain.refusals import DossierNotFound
from demarches.domain.tracking import token_of
from demarches.queries.appointments.bookings import bookings_of
from demarches.queries.demarche import AskedPiece, appointment_of
from demarches.queries.departments import department_view
from demarches.queries.desk.opinions import opinions_of
from demarches.queries.dossier import views
from demarches.queries.dossier.decision import decision_view
from demarches.queries.dossier.parts import history_of, messages_of, notes_of, piece_requests_of, pieces_of
from demarches.queries.dossier.silence import silence_view
from demarches.queries.words import TONES, clock_lines, legal_mentions, status_word, what_happens
from demarches.queries.workflow.read import workflow_view
from demarches.storage import clocks, definitions, quotas
from demarches.storage.agreements import agreements_of
from demarches.storage.dossiers import dossier_of
from demarches.storage.tables import demarches, dossiers
from demarches.storage.visibility import visible_dossiers


class AskDossier(Struct, frozen=True):
    dossier_id: UUID
    at: datetime


async def read_dossier(question: AskDossier, actor: Actor, connection: AsyncConnection) -> views.DossierView:
    dossier = await visible(question.dossier_id, actor, connection)
    return await dossier_view(dossier, actor, connection, at=question.at)


async def read_instruction(question: AskDossier, actor: Actor, connection: AsyncConnection) -> views.InstructionView:
    dossier = await visible(question.dossier_id, actor, connection)
    if dossier.is_draft:
        raise DossierNotFound
    others = select(func.count()).where(
        dossiers.c.applicant == dossier.applicant, dossiers.c.id != dossier.id, dossiers.c.status.in_(OPEN)
    )
    return views.InstructionView(
        dossier=await dossier_view(dossier, actor, connection, at=question.at, to=Side.AGENT),
        examiner=dossier.examiner,
        decided_by=dossier.decision.by if dossier.decision else None,
        notes=await notes_of(connection, dossier.id),
        opinions=await opinions_of(connection, dossier.id, actor),
        workflow=await workflow_view(
            dossier,
            await definitions.version(connection, dossier.demarche_id, dossier.definition),
            actor,
            connection,
            question.at,
        ),
        department_id=dossier.department_id,
        others_open=await connection.scalar(others) or 0,
    )


async def visible(dossier_id: UUID, actor: Actor, connection: AsyncConnection) -> Dossier:
    statement = select(dossiers).where(dossiers.c.id == dossier_id)
    seen = visible_dossiers(actor)
    row = (await connection.execute(statement if seen is None else statement.where(seen))).one_or_none()
    if row is None:
        raise DossierNotFound
    return dossier_of(row)


async def dossier_view(
    dossier: Dossier, actor: Actor, connection: AsyncConnection, *, at: datetime, to: Side = Side.APPLICANT
) -> views.DossierView:
    locale = actor.locale
    definition = await definitions.version(connection, dossier.demarche_id, dossier.definition, tenant=actor.tenant)
    slug = await connection.scalar(select(demarches.c.slug).where(demarches.c.id == dossier.demarche_id))
    department = await department_view(connection, dossier.department_id or definition.department_id)
    joined = await pieces_of(connection, dossier.id)
    asked = await piece_requests_of(connection, dossier.id)
    said = await messages_of(connection, dossier.id, to=to)
    booked = await bookings_of(connection, dossier, definition, locale, at=at)
    is_theirs = dossier.applicant == actor.subject
    agreed = await agreements_of(connection, dossier.id)
    return views.DossierView(
        id=dossier.id,
        version=dossier.version,
        demarche=views.DemarcheName(
            slug=slug or "",
            title=say(definition.title, locale),
            help=say(definition.texts.help, locale),
            next=say(definition.texts.next, locale),
        ),
        reference=dossier.reference,
        status=str(dossier.status),
        status_word=status_word(dossier.status, locale),
        tone=TONES[dossier.status],
        sentence=stage_sentence(dossier, definition, locale) or what_happens(dossier.status, locale),
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
        history=await history_of(
            connection, dossier.id, locale=locale, joined=joined, asked=asked, booked=booked, to=to
        ),
        decision=await decision_view(dossier, definition, agreed, locale, connection, to=to, today=today_at(at)),
        clock=await clock_view(dossier, definition, connection, locale, at),
        silence=await silence_view(connection, dossier, locale, at=at),
        department=department,
        may=_may(dossier, definition),
        agreements=views.AgreementsView(
            profile=agreed.profile_at is not None,
            notification_at=agreed.notification_at,
            updates_profile=definition.updates_profile,
        ),
        appointment=appointment_of(definition),
        bookings=booked,
        tracking=token_of(dossier) if is_theirs and not dossier.has_account and not dossier.is_draft else None,
        draft=await _draft(dossier, definition, connection, locale, at) if dossier.is_draft else None,
    )


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


async def clock_view(
    dossier: Dossier, definition: Definition, connection: AsyncConnection, locale: str, at: datetime
) -> views.ClockView | None:
    if dossier.submitted_at is None:
        return None
    clock = await clocks.clock_of(connection, dossier, definition, today=today_at(at))
    return views.ClockView(
        status=str(clock.status),
        silence=str(clock.silence),
        due_on=clock.due_on,
        effect_on=clock.effect_on,
        sentence=legal_mentions(definition.clock, clock, locale),
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


async def _draft(
    dossier: Dossier, definition: Definition, connection: AsyncConnection, locale: str, at: datetime
) -> views.DraftView:
    answers: dict[str, Any] = dossier.answers
    return views.DraftView(
        form=msgspec.to_builtins(definition.form),
        answers=answers,
        steps=[
            views.StepView(
                id=step.id,
                title=say(step.title, locale),
                help=say(step.help, locale),
                pieces=is_pieces_step(step),
                complete=is_complete(definition, step, answers, at),
            )
            for step in steps_shown(definition, answers, at)
        ],
        pieces_wanted=[
            AskedPiece(type=p.type, label=say(p.label, locale), mandatory=p.mandatory, help=say(p.help, locale))
            for p in pieces_wanted(definition, answers, at)
        ],
        applicant_step=definition.applicant.step,
        quota_reached=await quotas.is_full(connection, dossier.demarche_id),
        needs_account=definition.needs_account,
        terms=say(definition.texts.terms, locale),
    )
