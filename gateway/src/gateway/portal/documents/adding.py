"""A new piece, or more files for one: with script each file goes by itself, without it the form carries them all."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.pages import FormState, read_date
from contracts.documents import PIECE_TYPES
from gateway.api import Refused
from gateway.csrf import PageGrewOld
from gateway.forms import FormFields
from gateway.here import Here
from gateway.portal.demarches.session_over import give_back, must_still_be_there
from gateway.portal.documents.pieces import HOME, piece_of, safe_of, types
from gateway.portal.documents.sending import LARGEST, MOST_AT_ONCE, send, send_all, without_refused
from gateway.uploads import has_files, receive_upload
from gateway.words import N_

AnyRequest = Request[Any, Any, Any]
BAD_DATE = N_("Indiquez une date au format jour/mois/année, par exemple 27 3 2031.")
NO_FILE = N_("Choisissez au moins un fichier : une photo (JPEG, PNG) ou un PDF.")
NO_ROOM = N_("Cette pièce a déjà 4 fichiers : supprimez-en un pour en ajouter un autre.")
NO_TYPE = N_("Choisissez le type de la pièce, par exemple « Justificatif de domicile ».")


@post(f"{HOME}/televersements", include_in_schema=False, streams=True, status_code=201)
async def upload_one(here: NamedDependency[Here], request: AnyRequest) -> dict[str, str]:
    """One file sent by script: its id becomes a field of the form."""
    here.require_kind("citizen")
    async with receive_upload(request, max_bytes=LARGEST) as upload:
        if upload.file is None:
            raise Refused(422, NO_FILE)
        received = await send(here, upload.file)
    return {"name": received["name"], "value": received["file_id"], "note": here.said(N_("Envoyé"))}


@get(f"{HOME}/nouvelle", include_in_schema=False)
async def new_form(here: NamedDependency[Here]) -> Response[Any]:
    if (await safe_of(here))["full"]:
        here.flash("warning", here.said(N_("Votre espace est plein : supprimez une pièce pour en ajouter une autre.")))
        return here.redirect(HOME)
    return _new(here, FormState(), [], once=uuid4().hex)


@post(
    f"{HOME}/nouvelle",
    include_in_schema=False,
    streams=True,
    status_code=200,
    gives_back=True,
    exception_handlers={PageGrewOld: give_back},
)
async def new(here: NamedDependency[Here], request: AnyRequest) -> Response[Any]:
    """Without files where it comes from the page that somebody signed in beside: those that had arrived are fields of it."""
    if has_files(request):
        async with receive_upload(request, max_bytes=LARGEST, max_files=MOST_AT_ONCE) as upload:
            must_still_be_there(here, upload.fields)
            here.require_kind("citizen")
            sent, refused = await send_all(here, upload, "files")
            fields = upload.fields
    else:
        fields = await here.form()
        must_still_be_there(here, fields)
        here.require_kind("citizen")
        sent, refused = list(dict.fromkeys(filter(None, fields.all("files"))))[:MOST_AT_ONCE], []
    errors: dict[str, str] = {}
    if fields.one("type") not in PIECE_TYPES:
        errors["type"] = here.said(NO_TYPE)
    valid_until = a_date(here, fields, errors)
    if refused or not sent:
        errors["files"] = " ".join(refused) or here.said(NO_FILE)
    once = fields.one("once") or uuid4().hex
    if errors:
        return _new(here, FormState(fields, errors), sent, once=once, status=422)
    body = {
        "type": fields.one("type"),
        "label": fields.one("label").strip() or here.said(PIECE_TYPES[fields.one("type")]),
        "valid_until": valid_until.isoformat() if valid_until else None,
        "file_ids": sent,
    }
    try:
        await here.api("documents").post("/v1/safe/pieces", body, idempotency_key=once)
    except Refused as refusal:
        if refusal.status not in (409, 422):
            raise
        told = {name: here.said(text) for name, text in refusal.by_field.items() if not name.startswith("file_ids")}
        if not told:
            sent, told["files"] = without_refused(here, sent, refusal)
        return _new(here, FormState(fields, told), sent, once=uuid4().hex, status=refusal.status)
    here.flash("success", here.said(N_("Votre pièce est rangée. Elle est analysée : cela prend quelques instants.")))
    return here.redirect(HOME)


@get(f"{HOME}/{{piece_id:uuid}}/fichiers", include_in_schema=False)
async def more_form(here: NamedDependency[Here], piece_id: FromPath[UUID]) -> Response[Any]:
    piece = await piece_of(here, piece_id)
    if len(piece["files"]) >= MOST_AT_ONCE:
        here.flash("warning", here.said(NO_ROOM))
        return here.redirect(piece["href"])
    return here.page("documents/piece_files.html", piece=piece, form=FormState(), sent=[])


@post(f"{HOME}/{{piece_id:uuid}}/fichiers", include_in_schema=False, streams=True, status_code=200)
async def more(here: NamedDependency[Here], request: AnyRequest, piece_id: FromPath[UUID]) -> Response[Any]:
    here.require_kind("citizen")
    room = MOST_AT_ONCE - len((await piece_of(here, piece_id))["files"])
    async with receive_upload(request, max_bytes=LARGEST, max_files=MOST_AT_ONCE) as upload:
        sent, refused = await send_all(here, upload, "files", room=room)
    error, status = " ".join(refused) or ("" if sent else here.said(NO_FILE)), 422
    if not error:
        try:
            await here.api("documents").post(f"/v1/safe/pieces/{piece_id}/files", {"file_ids": sent})
        except Refused as refusal:
            if refusal.status not in (409, 422):
                raise
            sent, error = without_refused(here, sent, refusal)
            status = refusal.status
    if error:
        piece, form = await piece_of(here, piece_id), FormState({}, {"files": error})
        return here.page("documents/piece_files.html", status=status, piece=piece, form=form, sent=sent)
    here.flash("success", here.said(N_("Le fichier est ajouté à la pièce.")))
    return here.redirect(f"{HOME}/{piece_id}")


def _new(here: Here, form: FormState, sent: list[str], *, once: str, status: int = 200) -> Response[Any]:
    """The form again, with what was typed and the files that have already arrived."""
    return here.page("documents/piece_new.html", status=status, form=form, sent=sent, once=once, types=types(here))


def a_date(here: Here, fields: FormFields, errors: dict[str, str]) -> date | None:
    try:
        return read_date({name: fields.one(name) for name in fields}, "valid_until")
    except ValueError:
        errors["valid_until"] = here.said(BAD_DATE)
        return None


ROUTES = [upload_one, new_form, new, more_form, more]
