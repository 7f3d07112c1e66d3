"""The space as a whole, one piece of it, and who opened what."""

from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from gateway.api import Refused
from gateway.here import Here
from gateway.portal.documents.pieces import HOME, piece_of, safe_of
from gateway.words import N_

READERS = {
    "you": N_("Vous"),
    "agent": N_("Un agent de %(organisation)s"),
    "named": N_("%(name)s, agent de %(organisation)s"),
    "citizen": N_("Une autre personne du dossier"),
    "visitor": N_("Une personne sans espace personnel"),
    "service": N_("Un traitement automatique"),
}


READING_STATES = {
    "standing": (N_("En cours"), "progress"),
    "dossier": (N_("Terminé"), "archived"),
    "withdrawn": (N_("Retiré"), "problem"),
    "expired": (N_("Expiré"), "archived"),
}
PURPOSES = {
    "": N_("Consultation"),
    "restitution": N_("Archive de mes pièces"),
    "instruction": N_("Instruction"),
    "consultation par le demandeur": N_("Consultation"),
    "Recours gracieux ou contentieux": N_("Recours gracieux ou contentieux"),
    "À la demande de la personne concernée": N_("À la demande de la personne concernée"),
    "Contrôle ou audit": N_("Contrôle ou audit"),
}
"""Reasons that the services give or offer; a reader's own words are shown as they are."""


@get(HOME, include_in_schema=False)
async def pieces(here: NamedDependency[Here]) -> Response[Any]:
    return here.page("documents/pieces.html", safe=await safe_of(here))


@get(f"{HOME}/{{piece_id:uuid}}", include_in_schema=False)
async def piece(here: NamedDependency[Here], piece_id: FromPath[UUID]) -> Response[Any]:
    return here.page("documents/piece.html", piece=await piece_of(here, piece_id))


@get(f"{HOME}/journal", include_in_schema=False)
async def openings(here: NamedDependency[Here], apres: FromQuery[str | None] = None) -> Response[Any]:
    safe = await safe_of(here)
    kept = [file for piece in (*safe["pieces"], *safe["trash"]) for file in (*piece["files"], *piece["former"])]
    names = {file["file_id"]: file["name"] for file in kept}
    lines = await here.api("documents").get("/v1/safe/journal", {"cursor": apres, "limit": 50})
    for line in lines["items"]:
        line["who"] = _who(here, line, by=line["by"])
        line["purpose"] = _purpose(here, line)
        line["name"] = names.get(line["file_id"]) or line["name"] or here.said(N_("Fichier effacé depuis"))
    return here.page("documents/openings.html", lines=lines)


def _who(here: Here, line: dict[str, Any], *, by: str) -> str:
    """An agent by name: who examines a request is known to whose it is (CRPA L111-2)."""
    name = line.get("reader")
    return here.said(READERS["named" if name else by], name=name, organisation=here.organisation.name)


def _purpose(here: Here, line: dict[str, Any]) -> str:
    given = line["purpose"] or ""
    return here.said(PURPOSES.get(given, given))


async def _titles(here: Here) -> dict[str, str]:
    """What the requests are called: without démarches, who reads is told all the same."""
    try:
        dossiers = await here.api("demarches").get("/v1/me/dossiers", {"view": "all", "limit": 100})
    except Refused:
        return {}
    return {one["id"]: one["demarche"] for one in dossiers["items"]}


@get(f"{HOME}/acces", include_in_schema=False)
async def readings(here: NamedDependency[Here], apres: FromQuery[str | None] = None) -> Response[Any]:
    """Which agents may read what was handed over, why, and until when."""
    here.require_kind("citizen")
    lines = await here.api("documents").get("/v1/safe/readings", {"cursor": apres, "limit": 50})
    titles = await _titles(here)
    for line in lines["items"]:
        line["title"] = titles.get(line["bundle_id"])
        line["who"] = _who(here, line, by="agent")
        line["purpose"] = _purpose(here, line) if line["purpose"] else ""
        word, line["tone"] = READING_STATES[line["status"]]
        line["state"] = here.said(word)
    return here.page("documents/readings.html", lines=lines)


ROUTES = [pieces, openings, readings, piece]
