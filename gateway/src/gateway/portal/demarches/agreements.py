"""What one agrees to beside a request: answers kept in the profile, decisions by electronic notification."""

from typing import Any, NamedTuple
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.clock import PARIS, utc_now
from contracts.forms import Context, Form, prefill, read_form, say, shown, validate, written_back
from gateway.here import Here
from gateway.portal.demarches.profile import profile_of
from gateway.words import N_

AGREED = N_("La décision vous sera notifiée par voie électronique.")
NOT_AGREED = N_("La décision ne vous sera pas notifiée par voie électronique.")
CONSULTED = N_("La date de votre consultation est enregistrée.")
ARCHIVED = N_("Votre demande est rangée parmi les archivées.")
RESTORED = N_("Votre demande est de nouveau parmi les autres.")


class Change(NamedTuple):
    """What the profile says today, and what it would say."""

    label: str
    now: str
    then: str


async def changes_of(here: Here, dossier: Any) -> list[Change]:
    """The answers that differ from the profile and may go back to it. None for visitors: they have no profile."""
    if here.person is None or not dossier["may"]["agree"]:
        return []
    form, answers = read_form(dossier["draft"]["form"]), dossier["draft"]["answers"]
    return differing(form, answers, await profile_of(here), here.locale)


def differing(form: Form, answers: dict[str, Any], profile: dict[str, Any], locale: str) -> list[Change]:
    """Compared as answers are stored: « 06 12… » of the profile is the « +33612… » of a form."""
    known = validate(form, prefill(form, profile), Context(today=utc_now().astimezone(PARIS).date())).answers
    return [
        Change(
            say(item.label, locale),
            shown(item, known[item.id], locale) if item.id in known else "",
            shown(item, value, locale),
        )
        for item, value in written_back(form, answers)
        if value != known.get(item.id)
    ]


@post("/mes-demandes/{dossier_id:uuid}/notification-electronique", include_in_schema=False)
async def agree(here: NamedDependency[Here], dossier_id: FromPath[UUID]) -> Response[Any]:
    agreed = (await here.form()).checked("accepte")
    path = f"/v1/dossiers/{dossier_id}/notification-agreement"
    await here.api("demarches").put(path, json={"agreed": agreed})
    here.flash("success", here.said(AGREED if agreed else NOT_AGREED))
    return here.redirect(f"/mes-demandes/{dossier_id}")


@post("/mes-demandes/{dossier_id:uuid}/consultation", include_in_schema=False)
async def consult(here: NamedDependency[Here], dossier_id: FromPath[UUID]) -> Response[Any]:
    await here.api("demarches").post(f"/v1/dossiers/{dossier_id}/decision-consultation")
    here.flash("success", here.said(CONSULTED))
    return here.redirect(f"/mes-demandes/{dossier_id}")


@post("/mes-demandes/{dossier_id:uuid}/archivage", include_in_schema=False)
async def archive(here: NamedDependency[Here], dossier_id: FromPath[UUID]) -> Response[Any]:
    archived = not (await here.form()).checked("ressortir")
    await here.api("demarches").put(f"/v1/dossiers/{dossier_id}/archival", json={"archived": archived})
    here.flash("success", here.said(ARCHIVED if archived else RESTORED))
    return here.redirect("/mes-demandes?vue=archivees" if archived else f"/mes-demandes/{dossier_id}")


ROUTES = [agree, consult, archive]
