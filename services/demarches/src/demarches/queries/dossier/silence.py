"""What silence decided about a dossier, and what its applicant may do about it."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from demarches.domain.clock import add_period, day_of
from demarches.domain.dossier import Dossier
from demarches.domain.rules import ClockRule, Days, Silence, WhileMissing
from demarches.queries.dossier.views import ClockView, SilenceView
from demarches.queries.words import clock_lines, dates, legal_mentions, translation
from demarches.storage import clocks, definitions
from demarches.storage.silences import silence_of


async def silence_view(
    connection: AsyncConnection, dossier: Dossier, locale: str, *, at: datetime
) -> SilenceView | None:
    """None while nothing fell due, and once somebody decided in words."""
    fallen = await silence_of(connection, dossier.id)
    if fallen is None or dossier.decision is not None or dossier.cancelled_at is not None:
        return None
    _, day = translation(locale), dates(locale).day
    accepted = fallen.silence is Silence.ACCEPTANCE
    said = (
        _("Sans réponse de l’administration, votre demande est réputée acceptée depuis le %(on)s (%(articles)s).")
        if accepted
        else _("Sans réponse de l’administration, votre demande est réputée rejetée depuis le %(on)s (%(articles)s).")
    )
    in_time = day_of(at) <= add_period(fallen.effect_on, months=2)
    return SilenceView(
        silence=str(fallen.silence),
        effect_on=fallen.effect_on,
        sentence=said % {"on": day(fallen.effect_on), "articles": " ; ".join(fallen.articles)},
        attestation=accepted,
        may_ask_reasons=not accepted and in_time and fallen.reasons_asked_at is None,
        reasons_asked_at=fallen.reasons_asked_at,
    )


class AskReplay(Struct, frozen=True, kw_only=True):
    """« Et si ? » : the same facts under another rule. None keeps the definition's own."""

    dossier_id: UUID
    at: datetime
    silence: Silence | None = None
    months: int | None = None
    days: int | None = None
    counted: Days | None = None
    while_missing: WhileMissing | None = None
    ask_within_months: int | None = None


async def replay_clock(question: AskReplay, actor: Actor, connection: AsyncConnection) -> ClockView:
    """Nothing is changed: the clock is a function of dated facts and of a rule."""
    from demarches.queries.dossier.read import visible

    dossier = await visible(question.dossier_id, actor, connection)
    definition = await definitions.version(connection, dossier.demarche_id, dossier.definition)
    names = ("silence", "months", "days", "counted", "while_missing", "ask_within_months")
    own = {name: getattr(definition.clock, name) for name in (*names, "articles", "then")}
    asked = {name: getattr(question, name) for name in names if getattr(question, name) is not None}
    rule = ClockRule(**own | asked)
    clock = await clocks.clock_of(connection, dossier, definition, today=day_of(question.at), rule=rule)
    return ClockView(
        status=str(clock.status),
        silence=str(clock.silence),
        due_on=clock.due_on,
        effect_on=clock.effect_on,
        sentence=legal_mentions(rule, clock, actor.locale),
        lines=clock_lines(clock, actor.locale),
    )
