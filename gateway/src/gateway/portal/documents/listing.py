"""The space as a whole, one piece of it, and who opened what."""

from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from gateway.here import Here
from gateway.portal.documents.pieces import HOME, piece_of, safe_of
from gateway.words import N_

READERS = {
    "you": N_("Vous"),
    "agent": N_("Un agent de %(organisation)s"),
    "citizen": N_("Une autre personne du dossier"),
    "visitor": N_("Une personne sans espace personnel"),
    "service": N_("Un traitement automatique"),
}


PURPOSES = {"restitution": N_("Archive de mes pièces")}
"""Reasons that the service itself gives; a reader's own words are shown as they are."""


@get(HOME, include_in_schema=False)
async def pieces(here: NamedDependency[Here]) -> Response[Any]:
    return here.page("documents/pieces.html", safe=await safe_of(here))


@get(f"{HOME}/{{piece_id:uuid}}", include_in_schema=False)
async def piece(here: NamedDependency[Here], piece_id: FromPath[UUID]) -> Response[Any]:
    return here.page("documents/piece.html", piece=await piece_of(here, piece_id))


@get(f"{HOME}/journal", include_in_schema=False)
async def openings(here: NamedDependency[Here], apres: FromQuery[str | None] = None) -> Response[Any]:
    safe = await safe_of(here)
    names = {file["file_id"]: file["name"] for piece in safe["pieces"] for file in (*piece["files"], *piece["former"])}
    lines = await here.api("documents").get("/v1/safe/journal", {"cursor": apres, "limit": 50})
    for line in lines["items"]:
        line["who"] = here.said(READERS[line["by"]], organisation=here.organisation.name)
        line["purpose"] = here.said(PURPOSES.get(line["purpose"] or "", line["purpose"] or ""))
        line["name"] = names.get(line["file_id"]) or here.said(N_("Fichier transmis avec une demande"))
    return here.page("documents/openings.html", lines=lines)


ROUTES = [pieces, openings, piece]
