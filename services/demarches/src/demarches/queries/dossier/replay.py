"""« Et si ? »: a dossier's legal clock under another rule, or with other dates. Nothing is written."""

from datetime import date, datetime, time
from uuid import UUID

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from chassis.clock import PARIS
from demarches.domain.clock import LegalClock, Wait, day_of, legal_clock
from demarches.domain.exchanges import Side
from demarches.domain.rules import ClockRule, Days, Silence, WhileMissing
from demarches.queries.clock_words import clock_lines, legal_mentions
from demarches.queries.dossier.read import visible
from demarches.queries.dossier.views import ClockView
from demarches.storage import clocks, definitions

RULE = ("silence", "months", "days", "counted", "while_missing", "ask_within_months")


class AskReplay(Struct, frozen=True, kw_only=True):
    """None keeps what is. `complete_on`: all that is missing comes that day. `asked_on`: one more indispensable piece is
    asked for, which comes on `answered_on` or not at all."""

    dossier_id: UUID
    at: datetime
    silence: Silence | None = None
    months: int | None = None
    days: int | None = None
    counted: Days | None = None
    while_missing: WhileMissing | None = None
    ask_within_months: int | None = None
    received_on: date | None = None
    complete_on: date | None = None
    asked_on: date | None = None
    answered_on: date | None = None
    decided_on: date | None = None


class Replayed(Struct, kw_only=True):
    """`own` is the clock as it runs, under `rule`; `other` as it would."""

    own: ClockView
    other: ClockView
    rule: ClockRule
    received_on: date


async def replay_clock(question: AskReplay, actor: Actor, connection: AsyncConnection) -> Replayed:
    dossier = await visible(question.dossier_id, actor, connection)
    definition = await definitions.version(connection, dossier.demarche_id, dossier.definition)
    own = definition.clock
    kept = {name: getattr(own, name) for name in (*RULE, "articles", "then")}
    asked = {name: getattr(question, name) for name in RULE if getattr(question, name) is not None}
    rule, today = ClockRule(**kept | asked), day_of(question.at)
    waits = await clocks.waits_of(connection, dossier.id)
    received = dossier.must_be_submitted()
    other = legal_clock(
        rule,
        received_at=_noon(question.received_on) or received,
        waits=_waits(waits, question),
        decided_at=_noon(question.decided_on) or (dossier.decision.at if dossier.decision else None),
        cancelled_at=dossier.cancelled_at,
        today=today,
    )
    as_is = clocks.clock_from(dossier, definition, waits, today=today)
    return Replayed(
        own=_view(own, as_is, actor.locale),
        other=_view(rule, other, actor.locale),
        rule=own,
        received_on=day_of(received),
    )


def _waits(waits: list[Wait], question: AskReplay) -> list[Wait]:
    known = [Wait(wait.since, wait.until or _noon(question.complete_on)) for wait in waits]
    if question.asked_on is None:
        return known
    asked = _noon(question.asked_on)
    assert asked is not None
    return [*known, Wait(asked, _noon(question.answered_on))]


def _noon(day: date | None) -> datetime | None:
    return datetime.combine(day, time(12), PARIS) if day else None


def _view(rule: ClockRule, clock: LegalClock, locale: str) -> ClockView:
    return ClockView(
        status=str(clock.status),
        silence=str(clock.silence),
        due_on=clock.due_on,
        effect_on=clock.effect_on,
        sentence=legal_mentions(rule, clock, locale, to=Side.AGENT),
        lines=clock_lines(clock, locale),
    )
