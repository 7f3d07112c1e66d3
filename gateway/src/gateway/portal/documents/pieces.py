"""What the storage space's pages know of a piece."""

from typing import Any
from uuid import UUID

from contracts.documents import PIECE_TYPES
from gateway.api import Refused
from gateway.here import Here
from gateway.words import N_

HOME = "/mes-pieces"
NO_SUCH_PIECE = N_("Cette pièce n'existe pas, ou vous n'y avez pas accès.")
STATES = {
    "quarantined": (N_("Analyse en cours"), "progress"),
    "scanning": (N_("Analyse en cours"), "progress"),
    "scan_error": (N_("Analyse à refaire"), "waiting"),
    "infected": (N_("Refusé : virus"), "problem"),
    "unscannable": (N_("Non contrôlable"), "problem"),
}
"""The word and tone of each status; a clean file needs none."""


async def safe_of(here: Here) -> dict[str, Any]:
    """Everything in the space, with the words of the page's language. Sends visitors to sign in."""
    here.require_kind("citizen")
    safe = await here.api("documents").get("/v1/safe")
    for piece in safe["pieces"]:
        piece["type_label"] = here.said(piece["type_label"])
        for file in piece["files"]:
            word, tone = STATES.get(file["status"], ("", "neutral"))
            file["state"], file["tone"] = here.said(word) or None, tone
            file["href"] = f"{HOME}/fichiers/{file['file_id']}"
            file["readable"] = file["status"] != "infected"
        piece["href"] = f"{HOME}/{piece['id']}"
        piece["waits"] = any(file["status"] in ("quarantined", "scanning") for file in piece["files"])
    safe["full"] = safe["count"] >= safe["limit"]
    return safe


async def piece_of(here: Here, piece_id: UUID) -> dict[str, Any]:
    safe = await safe_of(here)
    found = next((piece for piece in safe["pieces"] if piece["id"] == str(piece_id)), None)
    if found is None:
        raise Refused(404, NO_SUCH_PIECE)
    return found


def types(here: Here) -> list[tuple[str, str]]:
    """The shared list, by what one reads; « autre » stays last."""
    said = [(code, here.said(label)) for code, label in PIECE_TYPES.items()]
    return sorted(said, key=lambda pair: (pair[0] == "other", pair[1]))
