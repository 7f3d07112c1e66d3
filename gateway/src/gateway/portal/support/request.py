"""Asking for help: the form of a catalogue entry, and what happens next once it is sent."""

from functools import partial
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.clock import PARIS, utc_now
from chassis.ids import new_id
from chassis.pages import FormState
from chassis.pages import question_names as names
from chassis.pages.questions import Control, Controls
from contracts.forms import Context, Form, answers_from_fields, fields_from_answers, read_form
from contracts.forms.assessment import assess
from gateway.api import Refused
from gateway.csrf import PageGrewOld
from gateway.forms import FormFields
from gateway.here import Here
from gateway.portal.demarches.session_over import give_back, must_still_be_there
from gateway.portal.support.attaching import FIELD, Sent, id_of, received, reserve
from gateway.portal.support.where import OPEN, may, must_be_member, must_be_support_portal
from gateway.words import N_

# The page's own fields; those of the form never begin with an underscore.
OWN = ("subject", "impact", "urgency")
AnyRequest = Request[Any, Any, Any]
ALREADY_SENT = N_("Cette demande est déjà enregistrée.")


@get("/assistance/{entry:str}", include_in_schema=False)
async def ask(here: NamedDependency[Here], entry: FromPath[str]) -> Response[Any]:
    must_be_member(here)
    known = await here.api("ticketing").get(f"/v1/catalogue/{entry}")
    return _page(here, known, read_form(known["form"]), {}, FormState())


@post(
    "/assistance/{entry:str}",
    include_in_schema=False,
    streams=True,
    status_code=200,
    gives_back=True,
    exception_handlers={PageGrewOld: give_back},
)
async def send(here: NamedDependency[Here], request: AnyRequest, entry: FromPath[str]) -> Response[Any]:
    """Sent twice by an impatient click, it is one ticket: the form carries its key."""
    must_be_support_portal(here)
    came = await received(here, request, partial(_reserved, here))
    sent = came.fields
    must_still_be_there(here, sent)
    must_be_member(here)
    api = here.api("ticketing")
    known = await api.get(f"/v1/catalogue/{entry}")
    form = read_form(known["form"])
    answers = _answers(form, sent)
    asked = {"entry": entry, "answers": answers, **{name: sent.one(f"_{name}") or None for name in OWN}}
    asked["subject"] = sent.one("_subject")
    if came.receipts:
        asked |= {"ticket_id": str(id_of(sent)), "receipts": came.receipts}
    errors = {FIELD: " ".join(came.refused)} if came.refused else {}
    if not errors:
        try:
            ticket = await api.post("/v1/tickets", asked, idempotency_key=sent.one("_cle") or None)
            return here.redirect(f"/mes-tickets/{ticket['id']}/enregistree")
        except Refused as refused:
            if refused.status not in (409, 422):
                raise
            if any(error["pointer"] == "/Idempotency-Key" for error in refused.errors):
                here.flash("info", here.said(ALREADY_SENT))
                return here.redirect("/mes-tickets")
            errors = {_field(error["pointer"]): error["detail"] for error in refused.errors}
            errors = errors or {FIELD: here.said(refused.title)}
    typed = {name: sent.all(name) for name in (f"_{own}" for own in OWN)}
    shown = {name: value for step in form.steps for name, value in _shown(form, step.id, answers).items()}
    return _page(here, known, form, answers, FormState({**shown, **typed}, errors), status=422, came=came)


@get("/mes-tickets/{ticket_id:uuid}/enregistree", include_in_schema=False)
async def sent(here: NamedDependency[Here], ticket_id: FromPath[UUID]) -> Response[Any]:
    must_be_member(here)
    ticket = await here.api("ticketing").get(f"/v1/tickets/{ticket_id}")
    return here.page("support/sent.html", ticket=ticket)


def _page(
    here: Here,
    entry: Any,
    form: Form,
    answers: dict[str, Any],
    state: FormState,
    *,
    status: int = 200,
    came: Sent | None = None,
) -> Response[Any]:
    """The form; `came` is what was sent of it already, whose files are not asked for again."""
    return here.page(
        "support/request.html",
        status=status,
        entry=entry,
        questions=_questions(here, form, answers),
        impacts=[(one["value"], one["label"]) for one in entry["impacts"]],
        urgencies=[(one["value"], one["label"]) for one in entry["urgencies"]],
        form=state,
        key=new_id(),
        ticket_id=id_of(came.fields) if came else new_id(),
        receipts=came.receipts if came else [],
        allowed=may(here, OPEN),
    )


async def _reserved(here: Here, sent: FormFields) -> tuple[UUID, str]:
    must_still_be_there(here, sent)
    must_be_member(here)
    ticket_id = id_of(sent)
    return ticket_id, await reserve(here, ticket_id)


def _questions(here: Here, form: Form, answers: dict[str, Any]) -> list[Control]:
    assessment = assess(form, answers, Context(today=utc_now().astimezone(PARIS).date()))
    controls = Controls(form, assessment, here.locale)
    return [one for step in form.steps for one in controls.of_step(step.id, {})]


def _answers(form: Form, sent: FormFields) -> dict[str, Any]:
    fields = names.from_page(sent)
    return {name: value for step in form.steps for name, value in answers_from_fields(form, step.id, fields).items()}


def _shown(form: Form, step: str, answers: dict[str, Any]) -> dict[str, Any]:
    return dict(names.to_page(fields_from_answers(form, step, answers)))


def _field(pointer: str) -> str:
    """`/answers/phone` is the field `phone`, `/subject` the page's own `_subject`."""
    if pointer.startswith("/answers"):
        return names.of_pointer(pointer.removeprefix("/answers"))
    return f"_{pointer.strip('/')}"


ROUTES = [ask, send, sent]
