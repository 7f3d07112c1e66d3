"""What the storage space's pages know of a piece."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from chassis.clock import utc_now
from contracts.documents import PIECE_TYPES
from gateway.api import Refused
from gateway.here import Here
from gateway.words import N_

HOME = "/mes-pieces"
NO_SUCH_PIECE = N_("Cette pièce n’existe pas, ou vous n’y avez pas accès.")
STATES = {
    "quarantined": (N_("Analyse en cours"), "progress"),
    "scanning": (N_("Analyse en cours"), "progress"),
    "scan_error": (N_("Analyse en attente"), "waiting"),
    "infected": (N_("Refusé : virus"), "problem"),
    "unscannable": (N_("Non contrôlable"), "problem"),
}
"""The word and tone of each status; a clean file needs none."""
SOON = 30
TRASH_KEPT = timedelta(days=30)


async def safe_of(here: Here) -> dict[str, Any]:
    """Everything in the space, with the words of the page's language. Sends visitors to sign in."""
    here.require_kind("citizen")
    safe = await here.api("documents").get("/v1/safe")
    for piece in safe["pieces"]:
        piece["type_label"] = here.said(piece["type_label"])
        for file in (*piece["files"], *piece["former"]):
            _tell(here, file)
        piece["ends_soon"] = _ends_soon(piece["valid_until"])
        piece["href"] = f"{HOME}/{piece['id']}"
        piece["waits"] = any(file["status"] in ("quarantined", "scanning") for file in piece["files"])
    for piece in safe["trash"]:
        thrown = datetime.fromisoformat(piece["trashed_at"])
        piece["gone_on"] = (thrown + TRASH_KEPT).date()
    safe["full"] = safe["count"] >= safe["limit"]
    return safe


def _tell(here: Here, file: dict[str, Any]) -> None:
    """What one sees of a file: its word, its picture, where it opens."""
    word, tone = STATES.get(file["status"], ("", "neutral"))
    file["state"], file["tone"] = here.said(word) or None, tone
    file["href"] = f"{HOME}/fichiers/{file['file_id']}"
    file["readable"] = file["status"] != "infected"
    file["look"] = f"{file['href']}/apercu" if file["pages"] else file["href"]
    file["picture"] = f"{file['href']}/vignette" if file["pages"] else None


def _ends_soon(valid_until: str | None) -> str:
    """« over », « soon » in the last 30 days, or nothing."""
    if valid_until is None:
        return ""
    left = (date.fromisoformat(valid_until) - utc_now().date()).days
    return "over" if left < 0 else "soon" if left <= SOON else ""


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
