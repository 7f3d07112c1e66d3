"""Newer files for a piece; the former ones stay as versions."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.pages import FormState
from gateway.api import Refused
from gateway.here import Here
from gateway.portal.documents.adding import NO_FILE, a_date
from gateway.portal.documents.pieces import HOME, piece_of
from gateway.portal.documents.sending import LARGEST, MOST_AT_ONCE, send_all, without_refused
from gateway.uploads import receive_upload
from gateway.words import N_

AnyRequest = Request[Any, Any, Any]


@get(f"{HOME}/{{piece_id:uuid}}/remplacer", include_in_schema=False)
async def replace_form(here: NamedDependency[Here], piece_id: FromPath[UUID]) -> Response[Any]:
    return await _form(here, piece_id, FormState(), [])


@post(f"{HOME}/{{piece_id:uuid}}/remplacer", include_in_schema=False, streams=True, status_code=200)
async def replace(here: NamedDependency[Here], request: AnyRequest, piece_id: FromPath[UUID]) -> Response[Any]:
    here.require_kind("citizen")
    async with receive_upload(request, max_bytes=LARGEST, max_files=MOST_AT_ONCE) as upload:
        sent, refused = await send_all(here, upload, "files")
        fields = upload.fields
    errors: dict[str, str] = {}
    valid_until = a_date(here, fields, errors)
    if refused or not sent:
        errors["files"] = " ".join(refused) or here.said(NO_FILE)
    if errors:
        return await _form(here, piece_id, FormState(fields, errors), sent, status=422)
    body = {"file_ids": sent, "valid_until": valid_until.isoformat() if valid_until else None}
    try:
        await here.api("documents").post(f"/v1/safe/pieces/{piece_id}/replacement", body)
    except Refused as refusal:
        if refusal.status not in (409, 422):
            raise
        sent, told = without_refused(here, sent, refusal)
        return await _form(here, piece_id, FormState(fields, {"files": told}), sent, status=refusal.status)
    here.flash("success", here.said(N_("La pièce est remplacée. L’ancienne version reste visible plus bas.")))
    return here.redirect(f"{HOME}/{piece_id}")


async def _form(here: Here, piece_id: UUID, form: FormState, sent: list[str], *, status: int = 200) -> Response[Any]:
    piece = await piece_of(here, piece_id)
    return here.page("documents/piece_replace.html", status=status, piece=piece, form=form, sent=sent)


ROUTES = [replace_form, replace]
