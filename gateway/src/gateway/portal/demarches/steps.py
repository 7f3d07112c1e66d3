"""The steps of a draft: asked one by one, kept as one types, checked before going on."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from chassis.pages import FormState
from chassis.pages import question_names as names
from contracts.features import LIVE_QUESTIONS
from contracts.forms import (
    Form,
    answers_from_fields,
    fields_from_answers,
    flat,
    merged,
    prefill,
    read_form,
    row_button,
)
from gateway.api import Refused
from gateway.csrf import PageGrewOld
from gateway.forms import FormFields
from gateway.here import Here
from gateway.portal.demarches import journey
from gateway.portal.demarches.asking import Asking
from gateway.portal.demarches.pieces import pieces_page
from gateway.portal.demarches.profile import profile_of
from gateway.portal.demarches.session_over import give_back, is_over, session_over
from gateway.portal.demarches.typed import mark_of, step_of
from gateway.words import N_

RESUMED = N_("Vous aviez commencé cette demande : nous avons gardé ce que vous aviez saisi.")
MORE_QUESTIONS = N_("Votre réponse appelle d’autres questions : complétez-les, puis continuez.")


@post("/demarches/{slug:str}/demande", include_in_schema=False)
async def begin(here: NamedDependency[Here], slug: FromPath[str]) -> Response[Any]:
    """A new draft, or the one begun before; « recommencer » leaves that one behind."""
    fields = await here.form()
    if here.person is None:
        await here.ensure_visitor()
    api = here.api("demarches")
    try:
        opened = await api.post("/v1/dossiers", json={"demarche": slug})
        if opened["resumed"] and fields.checked("recommencer"):
            await api.delete(f"/v1/dossiers/{opened['id']}")
            opened = await api.post("/v1/dossiers", json={"demarche": slug})
    except Refused as refused:
        if refused.status == 401:
            return here.redirect(f"{here.entrance.urls.sign_in}?vers=/demarches/{slug}")
        if refused.status != 409:
            raise
        here.flash("warning", refused.detail or refused.title)
        return here.redirect(f"/demarches/{slug}")
    if opened["resumed"]:
        here.flash("info", here.said(RESUMED))
        return here.redirect(f"/demandes/{opened['id']}")
    dossier = await api.get(f"/v1/dossiers/{opened['id']}")
    return here.redirect(journey.begins_at(dossier))


@get("/demandes/{dossier_id:uuid}", include_in_schema=False)
async def go_on(here: NamedDependency[Here], dossier_id: FromPath[UUID]) -> Response[Any]:
    dossier = await here.api("demarches").get(f"/v1/dossiers/{dossier_id}")
    draft = dossier["draft"]
    return here.redirect(journey.where_to_go_on(dossier) if draft else journey.follow_up_of(dossier))


@get("/demandes/{dossier_id:uuid}/etapes/{step:str}", include_in_schema=False)
async def show(here: NamedDependency[Here], dossier_id: FromPath[UUID], step: FromPath[str]) -> Response[Any]:
    dossier = await here.api("demarches").get(f"/v1/dossiers/{dossier_id}")
    if dossier["draft"] is None:
        return here.redirect(journey.follow_up_of(dossier))
    known = step_of(dossier, step)
    if known["pieces"]:
        return pieces_page(here, dossier, step)
    form, answers = read_form(dossier["draft"]["form"]), dossier["draft"]["answers"]
    if not any(item.id in answers for item in flat(form.step(step))):
        answers = prefill(form, await profile_of(here)) | answers
    return _page(here, dossier, await Asking.of(here, dossier, form, step), form, step, answers)


@post(
    "/demandes/{dossier_id:uuid}/etapes/{step:str}",
    include_in_schema=False,
    gives_back=True,
    exception_handlers={PageGrewOld: give_back},
)
async def save(here: NamedDependency[Here], dossier_id: FromPath[UUID], step: FromPath[str]) -> Response[Any]:
    """What was typed comes back in the answer, whatever happened to the session or to the service meanwhile."""
    sent = await here.form()
    try:
        return await _save(here, sent, str(dossier_id), step)
    except Refused as refused:
        if refused.status == 404 and is_over(here, sent):
            return session_over(here, sent, here.path)
        raise


async def _save(here: Here, sent: FormFields, dossier_id: str, step: str) -> Response[Any]:
    api = here.api("demarches")
    dossier = await api.get(f"/v1/dossiers/{dossier_id}")
    if dossier["draft"] is None:
        return here.redirect(journey.follow_up_of(dossier))
    step_of(dossier, step)
    form, fields = read_form(dossier["draft"]["form"]), names.from_page(sent)
    asking = await Asking.of(here, dossier, form, step)
    typed = asking.joined(answers_from_fields(form, step, fields))
    path = f"/v1/dossiers/{dossier_id}/steps/{step}"
    pressed = row_button(form, step, fields)
    if pressed is not None or sent.checked("_plus_tard"):
        await api.put(f"{path}/typed", json={"answers": typed})
        if sent.checked("_plus_tard"):
            return here.redirect(journey.follow_up_of(dossier) if here.person else "/demarches")
        answers = dossier["draft"]["answers"] = merged(form, step, typed, dossier["draft"]["answers"])
        return _page(here, dossier, asking, form, step, answers, place=pressed.place(answers) if pressed else "")
    try:
        await api.put(path, json={"answers": typed})
    except Refused as refused:
        if refused.status == 409:
            here.flash("warning", refused.detail or refused.title)
            return here.redirect(journey.where_to_go_on(dossier))
        if refused.status != 422:
            raise
        # What was typed is kept all the same: the next visit shows it again.
        await api.put(f"{path}/typed", json={"answers": typed})
        asked = {item.id for item in flat(form.step(step))}
        if only_about_new(refused.errors, asked, sent.one("_montre")):
            here.flash("info", here.said(MORE_QUESTIONS))
            return here.redirect(journey.address_of(dossier, step))
        answers = dossier["draft"]["answers"] = merged(form, step, typed, dossier["draft"]["answers"])
        errors = {names.of_pointer(error["pointer"]): error["detail"] for error in refused.errors}
        return _page(here, dossier, asking, form, step, answers, errors)
    dossier = await api.get(f"/v1/dossiers/{dossier_id}")
    if _asks_more(asking.shown_ids(dossier["draft"]["answers"]), sent.one("_montre")):
        here.flash("info", here.said(MORE_QUESTIONS))
        return here.redirect(journey.address_of(dossier, step))
    return here.redirect(journey.after(dossier, step))


@get("/adresses/suggestions", include_in_schema=False)
async def addresses(here: NamedDependency[Here], q: FromQuery[str] = "") -> Response[Any]:
    """What the address fields propose as one types; nothing where no address base is configured."""
    return Response(await here.entrance.addresses.like(q), headers={"cache-control": "no-store"})


def _page(
    here: Here,
    dossier: Any,
    asking: Asking,
    form: Form,
    step: str,
    answers: dict[str, Any],
    errors: dict[str, str] | None = None,
    place: str = "",
) -> Response[Any]:
    fields, controls = fields_from_answers(form, step, answers), asking.questions(answers)
    rows = {one.name: one.facts["row_label"] for top in controls for one in top.lineage() if one.shape == "table"}
    return here.page(
        "demarches/step.html",
        status=422 if errors else 200,
        dossier=dossier,
        step=step_of(dossier, step),
        controls=controls,
        questions=asking.mark(answers) if here.entrance.features.is_on(LIVE_QUESTIONS, here.organisation.id) else "",
        shown=",".join(asking.shown_ids(answers)),
        form=FormState(names.to_page(fields), errors or {}, place, rows),
        steps=journey.step_names(here, dossier),
        number=journey.number_of(dossier, step),
        back=journey.before(dossier, step),
        mark=mark_of(form, step, dossier["draft"]["answers"]),
    )


def only_about_new(errors: Sequence[dict[str, Any]], asked: set[str], shown: str) -> bool:
    """A question that the page did not show yet has no mistake in it: it is asked."""
    about = {error["pointer"].split("/")[1] for error in errors}
    return bool(shown) and bool(about) and about <= asked - set(shown.split(","))


def _asks_more(now: list[str], shown: str) -> bool:
    """Whether the answers just given make questions appear in this step that the page did not show yet."""
    return bool(shown) and bool(set(now) - set(shown.split(",")))


ROUTES = [begin, go_on, show, save, addresses]
