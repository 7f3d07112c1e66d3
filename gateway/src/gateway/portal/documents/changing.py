"""Rename a piece, put its files in order, take one out of it, delete it."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.pages import FormState, read_date
from gateway.api import Refused
from gateway.here import Here
from gateway.portal.documents.adding import BAD_DATE
from gateway.portal.documents.pieces import HOME, NO_SUCH_PIECE, piece_of, safe_of
from gateway.words import N_


@get(f"{HOME}/{{piece_id:uuid}}/modifier", include_in_schema=False)
async def rename_form(here: NamedDependency[Here], piece_id: FromPath[UUID]) -> Response[Any]:
    piece = await piece_of(here, piece_id)
    form = FormState({"label": piece["label"], "valid_until": piece["valid_until"]})
    return here.page("documents/piece_edit.html", piece=piece, form=form, version=piece["version"])


@post(f"{HOME}/{{piece_id:uuid}}/modifier", include_in_schema=False, status_code=200)
async def rename(here: NamedDependency[Here], piece_id: FromPath[UUID]) -> Response[Any]:
    here.require_kind("citizen")
    fields = await here.form()
    try:
        valid_until = read_date({name: fields.one(name) for name in fields}, "valid_until")
        change = {"label": fields.one("label"), "valid_until": valid_until.isoformat() if valid_until else None}
        version = fields.one("version")
        await here.api("documents").patch(
            f"/v1/safe/pieces/{piece_id}", change, if_match=int(version) if version.isdigit() else None
        )
    except ValueError:
        return await _again(here, piece_id, FormState(fields, {"valid_until": here.said(BAD_DATE)}), 422)
    except Refused as refusal:
        if refusal.status not in (409, 412, 422):
            raise
        told = {name: here.said(text) for name, text in refusal.by_field.items()}
        return await _again(here, piece_id, FormState(fields, told), refusal.status)
    here.flash("success", here.said(N_("La pièce est modifiée.")))
    return here.redirect(f"{HOME}/{piece_id}")


@get(f"{HOME}/{{piece_id:uuid}}/supprimer", include_in_schema=False)
async def delete_form(here: NamedDependency[Here], piece_id: FromPath[UUID]) -> Response[Any]:
    return here.page("documents/piece_delete.html", piece=await piece_of(here, piece_id))


@post(f"{HOME}/{{piece_id:uuid}}/supprimer", include_in_schema=False, status_code=200)
async def delete(here: NamedDependency[Here], piece_id: FromPath[UUID]) -> Response[Any]:
    # Only what is in the space: a form sent twice must not erase for good.
    _ = await piece_of(here, piece_id)
    await here.api("documents").delete(f"/v1/safe/pieces/{piece_id}")
    here.flash("success", here.said(N_("La pièce est dans la corbeille : vous pouvez la reprendre pendant 30 jours.")))
    return here.redirect(f"{HOME}#corbeille")


@post(f"{HOME}/{{piece_id:uuid}}/reprise", include_in_schema=False, status_code=200)
async def take_back(here: NamedDependency[Here], piece_id: FromPath[UUID]) -> Response[Any]:
    here.require_kind("citizen")
    try:
        await here.api("documents").post(f"/v1/safe/pieces/{piece_id}/restoration")
        here.flash("success", here.said(N_("La pièce est de nouveau dans votre espace.")))
    except Refused as refusal:
        if refusal.status != 409:
            raise
        here.flash("error", here.said(refusal.title))
    return here.redirect(HOME)


@get(f"{HOME}/{{piece_id:uuid}}/effacer", include_in_schema=False)
async def purge_form(here: NamedDependency[Here], piece_id: FromPath[UUID]) -> Response[Any]:
    return here.page("documents/piece_purge.html", piece=await _thrown(here, piece_id))


@post(f"{HOME}/{{piece_id:uuid}}/effacer", include_in_schema=False, status_code=200)
async def purge(here: NamedDependency[Here], piece_id: FromPath[UUID]) -> Response[Any]:
    """Only what is in the trash: a form sent twice must not throw away and erase."""
    _ = await _thrown(here, piece_id)
    await here.api("documents").delete(f"/v1/safe/pieces/{piece_id}")
    here.flash("success", here.said(N_("La pièce et ses fichiers sont effacés.")))
    return here.redirect(HOME)


async def _thrown(here: Here, piece_id: UUID) -> dict[str, Any]:
    safe = await safe_of(here)
    found = next((piece for piece in safe["trash"] if piece["id"] == str(piece_id)), None)
    if found is None:
        raise Refused(404, NO_SUCH_PIECE)
    return found


@post(f"{HOME}/{{piece_id:uuid}}/fichiers/{{file_id:uuid}}/place", include_in_schema=False, status_code=200)
async def move(here: NamedDependency[Here], piece_id: FromPath[UUID], file_id: FromPath[UUID]) -> Response[Any]:
    """One place up or down: recto before verso, whichever was sent first."""
    here.require_kind("citizen")
    step = -1 if (await here.form()).one("vers") == "haut" else 1
    piece = await piece_of(here, piece_id)
    order = [file["file_id"] for file in piece["files"]]
    if str(file_id) not in order:
        raise Refused(404, NO_SUCH_PIECE)
    at = order.index(str(file_id))
    # What stands at the end already stays there: the form was sent twice.
    to = min(max(0, at + step), len(order) - 1)
    order.insert(to, order.pop(at))
    try:
        await here.api("documents").put(
            f"/v1/safe/pieces/{piece_id}/order", {"file_ids": order}, if_match=piece["version"]
        )
        told = here.said(N_("« %(file)s » est en place %(place)s."), file=piece["files"][at]["name"], place=to + 1)
        here.flash("success", told)
    except Refused as refusal:
        if refusal.status not in (409, 412):
            raise
        here.flash("error", here.said(refusal.title))
    return here.redirect(f"{HOME}/{piece_id}")


@get(f"{HOME}/{{piece_id:uuid}}/fichiers/{{file_id:uuid}}/supprimer", include_in_schema=False)
async def remove_form(here: NamedDependency[Here], piece_id: FromPath[UUID], file_id: FromPath[UUID]) -> Response[Any]:
    piece = await piece_of(here, piece_id)
    file = next((file for file in (*piece["files"], *piece["former"]) if file["file_id"] == str(file_id)), None)
    if file is None:
        raise Refused(404, NO_SUCH_PIECE)
    return here.page("documents/file_remove.html", piece=piece, file=file)


@post(f"{HOME}/{{piece_id:uuid}}/fichiers/{{file_id:uuid}}/supprimer", include_in_schema=False, status_code=200)
async def remove(here: NamedDependency[Here], piece_id: FromPath[UUID], file_id: FromPath[UUID]) -> Response[Any]:
    here.require_kind("citizen")
    try:
        await here.api("documents").delete(f"/v1/safe/pieces/{piece_id}/files/{file_id}")
        here.flash("success", here.said(N_("Le fichier est supprimé.")))
    except Refused as refusal:
        if refusal.status != 409:
            raise
        here.flash("error", here.said(refusal.title))
    return here.redirect(f"{HOME}/{piece_id}")


async def _again(here: Here, piece_id: UUID, form: FormState, status: int) -> Response[Any]:
    piece = await piece_of(here, piece_id)
    # Who reads that somebody changed it meanwhile, and sends again, means it.
    return here.page("documents/piece_edit.html", status=status, piece=piece, form=form, version=piece["version"])


ROUTES = [rename_form, rename, delete_form, delete, take_back, move, purge_form, purge, remove_form, remove]
