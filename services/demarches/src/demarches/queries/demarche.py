"""One démarche, before it is begun."""

from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from contracts.forms import flat, say, told_in
from contracts.forms.items import Piece
from demarches.domain.definition import Definition, is_pieces_step
from demarches.domain.refusals import DemarcheClosed
from demarches.queries.appointments.calendars import calendar_view, calendars_in
from demarches.queries.appointments.free import first_free
from demarches.queries.appointments.views import CalendarView
from demarches.queries.departments import DepartmentView, department_view
from demarches.queries.words import period, rule_sentence
from demarches.storage import definitions, quotas
from demarches.storage.tables import demarches, themes


class AskedPiece(Struct, kw_only=True):
    type: str
    label: str
    mandatory: bool
    help: str


class StepName(Struct, kw_only=True):
    id: str
    title: str
    pieces: bool


class TextsView(Struct, kw_only=True):
    what_you_get: str
    for_whom: str
    cost: str
    prepare: list[str]
    help: str
    next: str
    terms: str


class DelayView(Struct, kw_only=True):
    """`sentence` says what silence will mean; `period` is empty when no delay runs."""

    silence: str
    period: str
    sentence: str
    then: str
    articles: list[str]


class AppointmentView(Struct, kw_only=True):
    """`first_free`: the first slot that anybody could take now."""

    mandatory: bool
    calendars: list[CalendarView]
    first_free: datetime | None


class DemarcheView(Struct, kw_only=True):
    """`told_in`: the language of its title, which is French where nobody wrote it in the reader's; `theme_told_in` its theme's."""

    slug: str
    title: str
    summary: str
    told_in: str
    theme_slug: str
    theme_name: str
    theme_told_in: str
    needs_account: bool
    duration_minutes: int
    open: bool
    opens_at: datetime | None
    closes_at: datetime | None
    quota_reached: bool
    exchanges: bool
    version: int
    steps: list[StepName]
    pieces: list[AskedPiece]
    texts: TextsView
    delay: DelayView
    department: DepartmentView
    appointment: AppointmentView | None
    form: Any
    eligibility: list[str] = []


class AskDemarche(Struct, frozen=True):
    slug: str
    at: datetime


async def read_demarche(question: AskDemarche, actor: Actor, connection: AsyncConnection) -> DemarcheView:
    published = await definitions.current(connection, question.slug)
    definition, locale = published.definition, actor.locale
    theme = (
        await connection.execute(
            select(themes.c.slug, themes.c.name)
            .join(demarches, demarches.c.theme_id == themes.c.id)
            .where(demarches.c.id == published.demarche_id)
        )
    ).one()
    return DemarcheView(
        slug=published.slug,
        title=say(definition.title, locale),
        summary=say(definition.summary, locale),
        told_in=told_in(definition.title, locale),
        theme_slug=theme.slug,
        theme_name=say(theme.name, locale),
        theme_told_in=told_in(theme.name, locale),
        needs_account=definition.needs_account,
        duration_minutes=definition.duration_minutes,
        open=is_open(definition, question.at),
        opens_at=definition.opens_at,
        closes_at=definition.closes_at,
        quota_reached=await quotas.is_full(connection, published.demarche_id),
        exchanges=definition.exchanges,
        version=published.number,
        steps=step_names(definition, locale),
        pieces=pieces_to_prepare(definition, locale),
        texts=texts_view(definition, locale),
        delay=delay_view(definition, locale),
        department=await department_view(connection, definition.department_id),
        appointment=await _appointment(connection, definition, locale, question.at),
        form=msgspec.to_builtins(definition.form),
        eligibility=[say(one.because, locale) for one in definition.form.eligibility],
    )


def appointment_of(definition: Definition) -> str | None:
    if definition.appointment is None:
        return None
    return "mandatory" if definition.appointment.mandatory else "optional"


async def _appointment(
    connection: AsyncConnection, definition: Definition, locale: str, at: datetime
) -> AppointmentView | None:
    rule = definition.appointment
    if rule is None:
        return None
    known = await calendars_in(connection, rule.calendars)
    free = [await first_free(connection, calendar, units=rule.units, at=at) for calendar, _ in known.values()]
    return AppointmentView(
        mandatory=rule.mandatory,
        calendars=[calendar_view(calendar, venue, locale, units=rule.units) for calendar, venue in known.values()],
        first_free=min((moment for moment in free if moment is not None), default=None),
    )


def is_open(definition: Definition, at: datetime) -> bool:
    try:
        definition.must_be_open(at)
    except DemarcheClosed:
        return False
    return True


def step_names(definition: Definition, locale: str) -> list[StepName]:
    return [StepName(id=s.id, title=say(s.title, locale), pieces=is_pieces_step(s)) for s in definition.form.steps]


def pieces_to_prepare(definition: Definition, locale: str) -> list[AskedPiece]:
    """All that may be asked; one that depends on the answers is not announced as mandatory."""
    found = [item for step in definition.form.steps for item in flat(step) if isinstance(item, Piece)]
    return [
        AskedPiece(
            type=item.type,
            label=say(item.label, locale),
            mandatory=item.required is True and item.show_if is None,
            help=say(item.help, locale),
        )
        for item in found
    ]


def texts_view(definition: Definition, locale: str) -> TextsView:
    texts = definition.texts
    return TextsView(
        what_you_get=say(texts.what_you_get, locale),
        for_whom=say(texts.for_whom, locale),
        cost=say(texts.cost, locale),
        prepare=[say(line, locale) for line in texts.prepare],
        help=say(texts.help, locale),
        next=say(texts.next, locale),
        terms=say(texts.terms, locale),
    )


def delay_view(definition: Definition, locale: str) -> DelayView:
    rule = definition.clock
    return DelayView(
        silence=str(rule.silence),
        period=period(rule, locale),
        sentence=rule_sentence(rule, locale),
        then=say(rule.then, locale),
        articles=list(rule.articles),
    )
