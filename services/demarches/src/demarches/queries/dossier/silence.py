"""What silence decided about a dossier, and what its applicant may do about it."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from demarches.domain.clock import add_period, day_of
from demarches.domain.dossier import Dossier
from demarches.domain.exchanges import Side
from demarches.domain.rules import Silence
from demarches.domain.silence import reasons_due
from demarches.queries.dossier.views import SilenceView
from demarches.queries.words import cited, dates, translation
from demarches.storage.silences import Fallen, silence_of


async def silence_view(
    connection: AsyncConnection, dossier: Dossier, locale: str, *, at: datetime
) -> SilenceView | None:
    return silence_in(await silence_of(connection, dossier.id), dossier, locale, at=at)


def silence_in(
    fallen: Fallen | None, dossier: Dossier, locale: str, *, at: datetime, to: Side = Side.APPLICANT
) -> SilenceView | None:
    """None while nothing fell due, and once somebody decided in words."""
    if fallen is None or dossier.decision is not None or dossier.cancelled_at is not None:
        return None
    _, day = translation(locale), dates(locale).day
    accepted = fallen.silence is Silence.ACCEPTANCE
    said = {
        (Side.APPLICANT, True): _(
            "Sans réponse de l’administration, votre demande est réputée acceptée depuis le %(on)s (%(articles)s)."
        ),
        (Side.APPLICANT, False): _(
            "Sans réponse de l’administration, votre demande est réputée rejetée depuis le %(on)s (%(articles)s)."
        ),
        (Side.AGENT, True): _(
            "Sans réponse de l’administration, la demande est réputée acceptée depuis le %(on)s (%(articles)s)."
        ),
        (Side.AGENT, False): _(
            "Sans réponse de l’administration, la demande est réputée rejetée depuis le %(on)s (%(articles)s)."
        ),
    }[to, accepted]
    in_time = day_of(at) <= add_period(fallen.effect_on, months=2)
    return SilenceView(
        silence=str(fallen.silence),
        effect_on=fallen.effect_on,
        sentence=said % {"on": day(fallen.effect_on), "articles": cited(fallen.articles, locale)},
        attestation=accepted,
        may_ask_reasons=not accepted and in_time and fallen.reasons_asked_at is None,
        reasons_asked_at=fallen.reasons_asked_at,
        reasons_due=reasons_due(fallen.reasons_asked_at),
    )
