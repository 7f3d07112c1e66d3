"""What is typed, kept as it comes; from a page that was without network, only over what that page had shown."""

import hashlib
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.pages import question_names as names
from chassis.problems import problem
from contracts.forms import Form, answers_from_fields, flat, merged, read_form
from gateway.api import Refused
from gateway.csrf import PageGrewOld
from gateway.here import Here
from gateway.portal.demarches.asking import Asking
from gateway.words import N_

NO_SUCH_STEP = N_("Cette étape n’existe pas.")
CHANGED = N_("Cette étape a été modifiée ailleurs depuis que vous l’avez ouverte.")
SESSION_OVER = N_("Votre session est terminée. Continuez : vous pourrez vous reconnecter sans rien perdre.")
QUESTIONS = "parvis-questions"
SENT_ALREADY = N_("Cette demande est déjà envoyée : ses réponses ne changent plus.")


def mark_of(form: Form, step: str, answers: dict[str, Any]) -> str:
    """Tells one state of a step's answers from another: a page says which one it shows, and learns which one it leaves."""
    told = {item.id: answers.get(item.id) for item in flat(form.step(step))}
    return hashlib.sha256(msgspec.json.encode(told, order="deterministic")).hexdigest()[:16]


def step_of(dossier: Any, step: str) -> Any:
    for known in dossier["draft"]["steps"]:
        if known["id"] == step:
            return known
    raise Refused(404, NO_SUCH_STEP)


def over(request: Request[Any, Any, Any], _: PageGrewOld) -> Response[Any]:
    here: Here = request.scope["here"]  # pyright: ignore[reportGeneralTypeIssues]
    return problem(401, "unauthenticated", here.said(SESSION_OVER))


@post(
    "/demandes/{dossier_id:uuid}/etapes/{step:str}/brouillon",
    include_in_schema=False,
    status_code=200,
    gives_back=True,
    exception_handlers={PageGrewOld: over},
)
async def autosave(
    here: NamedDependency[Here], request: Request[Any, Any, Any], dossier_id: FromPath[UUID], step: FromPath[str]
) -> Response[Any]:
    """As one types: nothing is checked, nothing is lost. `If-Match` is the mark of what the page had shown: 409 when the
    step says something else meanwhile, unless it says already what is sent; then nothing is written twice. A page that sends
    the mark of its questions (`parvis-questions`) is told the one of those that would be asked now."""
    if here.session_dead:
        # Told as it is: raised, it would become the page that asks to sign in.
        return problem(401, "unauthenticated", here.said(SESSION_OVER))
    api = here.api("demarches")
    dossier = await api.get(f"/v1/dossiers/{dossier_id}")
    shown = request.headers.get("if-match", "").strip('"')
    if dossier["draft"] is None:
        if shown:
            raise Refused(410, SENT_ALREADY)
        return Response(None, status_code=204)
    form, answers = read_form(dossier["draft"]["form"]), dossier["draft"]["answers"]
    typed = answers_from_fields(form, step_of(dossier, step)["id"], names.from_page(await here.form()))
    now = merged(form, step, typed, answers)
    before, after = mark_of(form, step, answers), mark_of(form, step, now)
    if shown and before not in (shown, after):
        raise Refused(409, CHANGED, type="/problems/changed-elsewhere")
    if before != after:
        await api.put(f"/v1/dossiers/{dossier_id}/steps/{step}/typed", json={"answers": typed})
    headers = {"etag": f'"{after}"'}
    if request.headers.get(QUESTIONS):
        headers[QUESTIONS] = (await Asking.of(here, dossier, form, step)).mark(now)
    return Response(None, status_code=204, headers=headers)


ROUTES = [autosave]
