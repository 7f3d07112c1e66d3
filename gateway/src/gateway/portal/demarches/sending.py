"""« Le récapitulatif », « Envoyer ma demande », and the page that says it was sent."""

import re
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.pages import FormState
from chassis.pages import question_names as names
from contracts.forms import flat, read_form
from gateway.api import Refused
from gateway.csrf import PageGrewOld
from gateway.forms import FormFields
from gateway.here import Here
from gateway.portal.demarches import journey
from gateway.portal.demarches.agreements import changes_of
from gateway.portal.demarches.pieces import unasked
from gateway.portal.demarches.session_over import read_again
from gateway.words import N_

ACCEPT = N_("Cochez la case pour accepter les conditions.")


@get("/demandes/{dossier_id:uuid}/recapitulatif", include_in_schema=False)
async def recap(here: NamedDependency[Here], dossier_id: FromPath[UUID]) -> Response[Any]:
    dossier = await here.api("demarches").get(f"/v1/dossiers/{dossier_id}")
    if dossier["draft"] is None:
        return here.redirect(journey.follow_up_of(dossier))
    if any(not step["complete"] for step in dossier["draft"]["steps"]):
        return here.redirect(journey.where_to_go_on(dossier))
    return await _page(here, dossier)


@post(
    "/demandes/{dossier_id:uuid}/envoi",
    include_in_schema=False,
    gives_back=True,
    exception_handlers={PageGrewOld: read_again},
)
async def send(here: NamedDependency[Here], dossier_id: FromPath[UUID]) -> Response[Any]:
    """Whoever presses twice, reloads or comes back gets the same number: the draft is sent once."""
    return await _send(here, await here.form(), dossier_id)


async def _send(here: Here, fields: FormFields, dossier_id: UUID) -> Response[Any]:
    api = here.api("demarches")
    dossier = await api.get(f"/v1/dossiers/{dossier_id}")
    if dossier["draft"] is not None and dossier["draft"]["terms"] and not fields.checked("conditions"):
        return await _page(here, dossier, {"conditions": here.said(ACCEPT)}, fields=fields)
    if dossier["draft"] is not None and dossier["may"]["agree"]:
        await _agree(here, dossier, fields)
    try:
        await api.post(f"/v1/dossiers/{dossier_id}/submission")
    except Refused as refused:
        if refused.status not in (409, 422):
            raise
        said = {names.of_pointer(e["pointer"]): e["detail"] for e in refused.errors}
        errors = said or {"": refused.detail or refused.title}
        title = refused.title if said and all(name.startswith("pieces") for name in said) else None
        return await _page(here, dossier, errors, title=title, status=refused.status, fields=fields)
    return here.redirect(f"/demandes/{dossier_id}/envoyee")


@get("/demandes/{dossier_id:uuid}/envoyee", include_in_schema=False)
async def sent(here: NamedDependency[Here], dossier_id: FromPath[UUID]) -> Response[Any]:
    dossier = await here.api("demarches").get(f"/v1/dossiers/{dossier_id}")
    if dossier["draft"] is not None:
        return here.redirect(journey.where_to_go_on(dossier))
    return here.page("demarches/sent.html", dossier=dossier)


@get("/demandes/{dossier_id:uuid}/accuse.pdf", include_in_schema=False)
async def receipt(here: NamedDependency[Here], dossier_id: FromPath[UUID]) -> Response[Any]:
    """« Voir et imprimer la demande »."""
    answer = await here.api("demarches").call("GET", f"/v1/dossiers/{dossier_id}/receipt.pdf")
    headers = {"content-disposition": answer.headers["content-disposition"], "cache-control": "private, no-store"}
    return Response(answer.body, media_type="application/pdf", headers=headers)


@get("/demandes/{dossier_id:uuid}/attestation.pdf", include_in_schema=False)
async def attestation(here: NamedDependency[Here], dossier_id: FromPath[UUID]) -> Response[Any]:
    answer = await here.api("demarches").call("GET", f"/v1/dossiers/{dossier_id}/attestation.pdf")
    headers = {"content-disposition": answer.headers["content-disposition"], "cache-control": "private, no-store"}
    return Response(answer.body, media_type="application/pdf", headers=headers)


async def _agree(here: Here, dossier: Any, fields: FormFields) -> None:
    """What was ticked, or ticked no more, before it is sent."""
    known = dossier["agreements"]
    for name, before, agreed in (
        ("profile", known["profile"], fields.checked("profil")),
        ("notification", known["notification_at"] is not None, fields.checked("notification")),
    ):
        if before != agreed:
            await here.api("demarches").put(f"/v1/dossiers/{dossier['id']}/{name}-agreement", json={"agreed": agreed})


async def _page(
    here: Here,
    dossier: Any,
    errors: dict[str, str] | None = None,
    *,
    title: str | None = None,
    status: int = 422,
    fields: FormFields | None = None,
) -> Response[Any]:
    """`title`: of what is wrong, when it is no answer. `fields`: what was ticked before the page had to come back."""
    steps = journey.step_names(here, dossier)
    return here.page(
        "demarches/recap.html",
        status=status if errors else 200,
        dossier=dossier,
        steps=steps,
        number=len(steps),
        wrong=title,
        links=_where(dossier, errors or {}),
        unasked=unasked(dossier),
        given=journey.given(dossier),
        form=FormState(fields or {}, errors or {}),
        changes=await changes_of(here, dossier),
        addresses={step["id"]: journey.address_of(dossier, step["id"]) for step in dossier["draft"]["steps"]},
        pieces_step=next((step["id"] for step in dossier["draft"]["steps"] if step["pieces"]), None),
    )


def _where(dossier: Any, errors: dict[str, str]) -> dict[str, str]:
    """The step that each error is about: its field stands there, and not on the recap."""
    form = read_form(dossier["draft"]["form"])
    asked = {item.id: step.id for step in form.steps for item in flat(step)}
    asked["pieces"] = next((step["id"] for step in dossier["draft"]["steps"] if step["pieces"]), "")
    known = {name: asked.get(re.split(r"[.\[]", name)[0], "") for name in errors}
    return {name: journey.address_of(dossier, step) for name, step in known.items() if step}


ROUTES = [recap, send, sent, receipt, attestation]
