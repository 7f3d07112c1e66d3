"""Pieces: sent from a phone or a computer, taken from the personal space, taken off again, looked at."""

from collections.abc import AsyncGenerator
from typing import Any
from urllib.parse import quote
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Stream

from gateway.api import Refused
from gateway.here import Here
from gateway.portal.demarches import journey
from gateway.portal.demarches.handing_over import MOST_FILES, attach, keep_copy, pass_on
from gateway.uploads import receive_upload
from gateway.words import N_

LARGEST_FILE = 20 * 1024 * 1024
ADDED = N_("Pièce ajoutée. Nous vérifions qu’elle ne contient pas de virus.")
CHOOSE = N_("Choisissez d’abord un fichier : PDF, JPEG ou PNG, 20 Mo au plus.")
CHOOSE_PIECE = N_("Choisissez d’abord une pièce de votre espace de stockage.")
REMOVED = N_("Fichier retiré de votre demande.")
NO_SUCH_PIECE = N_("Cette pièce n’est plus jointe à votre demande.")
LOOKING = "consultation par le demandeur"
AnyRequest = Request[Any, Any, Any]


def pieces_page(here: Here, dossier: Any, step: str) -> Response[Any]:
    return here.page(
        "demarches/pieces.html",
        dossier=dossier,
        step=next(known for known in dossier["draft"]["steps"] if known["id"] == step),
        wanted=dossier["draft"]["pieces_wanted"],
        unasked=unasked(dossier),
        given=journey.given(dossier),
        steps=journey.step_names(here, dossier),
        number=journey.number_of(dossier, step),
        back=journey.before(dossier, step),
        forward=journey.after(dossier, step),
    )


def unasked(dossier: Any) -> list[Any]:
    """Pieces that an answer made necessary, and another one no longer does."""
    wanted = _wanted(dossier)
    return [piece for piece in dossier["pieces"] if piece["type"] not in wanted]


@post("/demandes/{dossier_id:uuid}/pieces", include_in_schema=False, streams=True)
async def upload(here: NamedDependency[Here], request: AnyRequest, dossier_id: FromPath[UUID]) -> Response[Any]:
    """The form of one piece: its type, then its files, each passed on to documents as it arrives."""
    api = here.api("demarches")
    dossier = await api.get(f"/v1/dossiers/{dossier_id}")
    async with receive_upload(request, max_bytes=LARGEST_FILE, max_files=MOST_FILES) as received:
        grant = (await api.post(f"/v1/dossiers/{dossier_id}/upload-grant"))["grant"]
        try:
            files = await pass_on(here, dossier_id, grant, received)
        except Refused as refused:
            if refused.status not in (409, 413, 415, 422):
                raise
            here.flash("error", refused.detail or refused.title)
            return here.redirect(_address(dossier))
        fields = received.fields
    if not files:
        here.flash("warning", here.said(CHOOSE))
        return here.redirect(_address(dossier))
    type, label = fields.one("type"), fields.one("label")
    if await attach(here, dossier, type, label, files, fields.one("request_id")):
        here.flash("success", here.said(ADDED))
        if any(name.startswith("dupliquer") for name in fields):
            await keep_copy(here, dossier_id, grant, type, label, files)
    return here.redirect(_address(dossier, at=type))


@get("/demandes/{dossier_id:uuid}/pieces/espace", include_in_schema=False)
async def choose_from_safe(
    here: NamedDependency[Here], dossier_id: FromPath[UUID], type: FromQuery[str], demande: FromQuery[str] = ""
) -> Response[Any]:
    """« Ajouter depuis mon espace de stockage » : the pieces of the same type first."""
    here.require_kind("citizen")
    dossier = await here.api("demarches").get(f"/v1/dossiers/{dossier_id}")
    safe = await here.api("documents").get("/v1/safe")
    pieces = sorted(safe["pieces"], key=lambda piece: piece["type"] != type)
    label = label_of(dossier, type, demande)
    back = _address(dossier)
    told = {"dossier": dossier, "pieces": pieces, "type": type, "label": label, "request_id": demande, "back": back}
    return here.page("demarches/from_safe.html", **told)


@post("/demandes/{dossier_id:uuid}/pieces/espace", include_in_schema=False)
async def add_from_safe(here: NamedDependency[Here], dossier_id: FromPath[UUID]) -> Response[Any]:
    here.require_kind("citizen")
    fields, api = await here.form(), here.api("demarches")
    dossier = await api.get(f"/v1/dossiers/{dossier_id}")
    back = _address(dossier)
    if not fields.one("piece_id"):
        here.flash("warning", here.said(CHOOSE_PIECE))
        return here.redirect(back)
    grant = (await api.post(f"/v1/dossiers/{dossier_id}/upload-grant"))["grant"]
    copied = await here.api("documents").post(
        f"/v1/bundles/{dossier_id}/pieces", json={"piece_id": fields.one("piece_id"), "grant": grant}
    )
    type, label = fields.one("type"), fields.one("label")
    if await attach(here, dossier, type, label, copied["files"], fields.one("request_id")):
        here.flash("success", here.said(N_("Pièce ajoutée depuis votre espace de stockage.")))
    return here.redirect(back)


@post("/demandes/{dossier_id:uuid}/pieces/{piece_id:uuid}/copie", include_in_schema=False)
async def copy_to_safe(
    here: NamedDependency[Here], dossier_id: FromPath[UUID], piece_id: FromPath[UUID]
) -> Response[Any]:
    """« Dupliquer dans mon espace », for a piece that was joined already."""
    here.require_kind("citizen")
    api = here.api("demarches")
    dossier = await api.get(f"/v1/dossiers/{dossier_id}")
    piece = next((known for known in dossier["pieces"] if known["id"] == str(piece_id)), None)
    if piece is None:
        raise Refused(404, NO_SUCH_PIECE)
    grant = (await api.post(f"/v1/dossiers/{dossier_id}/upload-grant"))["grant"]
    files = [{"file_id": file["id"]} for file in piece["files"] if file["status"] not in journey.REFUSED]
    await keep_copy(here, dossier_id, grant, piece["type"], piece["label"], files)
    return here.redirect(_address(dossier, at=piece["type"]))


@post("/demandes/{dossier_id:uuid}/fichiers/{file_id:uuid}/retrait", include_in_schema=False)
async def remove(here: NamedDependency[Here], dossier_id: FromPath[UUID], file_id: FromPath[UUID]) -> Response[Any]:
    api = here.api("demarches")
    dossier = await api.get(f"/v1/dossiers/{dossier_id}")
    await api.delete(f"/v1/dossiers/{dossier_id}/files/{file_id}")
    here.flash("success", here.said(REMOVED))
    return here.redirect(_address(dossier))


@get("/demandes/{dossier_id:uuid}/pieces/{piece_id:uuid}/fichiers/{file_id:uuid}", include_in_schema=False)
async def look(
    here: NamedDependency[Here], dossier_id: FromPath[UUID], piece_id: FromPath[UUID], file_id: FromPath[UUID]
) -> Stream:
    """The file itself, from documents through here: the browser never holds the grant."""
    path = f"/v1/dossiers/{dossier_id}/pieces/{piece_id}/files/{file_id}/view-grant"
    granted = await here.api("demarches").post(path, json={"purpose": LOOKING})
    asked = f"/v1/bundles/{dossier_id}/files/{file_id}/content?inline=true&grant={quote(granted['grant'])}"
    opened = here.api("documents").stream("GET", asked)
    response = await opened.__aenter__()
    kept = ("content-disposition", "content-length", "content-security-policy", "x-content-type-options")
    headers = {name: response.headers[name] for name in kept if name in response.headers}

    async def body() -> AsyncGenerator[bytes, None]:
        try:
            async for chunk in response.content.iter_any():
                yield chunk
        finally:
            await opened.__aexit__(None, None, None)

    media_type = response.headers.get("content-type", "application/octet-stream")
    return Stream(body(), media_type=media_type, headers={**headers, "cache-control": "private, no-store"})


def _address(dossier: Any, at: str = "") -> str:
    """The page of pieces this dossier has now: a step of the draft, at the piece `at`, or a tab of what was sent."""
    if dossier["draft"] is None:
        return f"{journey.follow_up_of(dossier)}/pieces"
    step = next((known["id"] for known in dossier["draft"]["steps"] if known["pieces"]), None)
    if step is None:
        return journey.recap_of(dossier)
    return journey.address_of(dossier, step) + (f"#piece-{at}" if at in _wanted(dossier) else "")


def _wanted(dossier: Any) -> set[str]:
    return {piece["type"] for piece in dossier["draft"]["pieces_wanted"]}


def label_of(dossier: Any, type: str, request_id: str) -> str:
    asked = [r for r in dossier["piece_requests"] if r["id"] == request_id]
    wanted = [p for p in (dossier["draft"] or {}).get("pieces_wanted", []) if p["type"] == type]
    return next((known["label"] for known in (*asked, *wanted)), type)


ROUTES = [upload, choose_from_safe, add_from_safe, copy_to_safe, remove, look]
