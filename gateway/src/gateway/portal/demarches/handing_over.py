"""Files handed over: to documents as they arrive, to the dossier by their receipts, to the storage space if one wishes."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from contracts.documents import PIECE_TYPES
from gateway.api import Refused
from gateway.here import Here
from gateway.uploads import Upload
from gateway.words import N_

MOST_FILES = 4
KEPT = N_("Une copie est gardée dans votre espace de stockage.")
NOT_KEPT = N_("La pièce est jointe à votre demande, mais n’a pas été gardée dans votre espace de stockage : %(why)s")


async def pass_on(here: Here, dossier_id: UUID, grant: str, received: Upload) -> list[dict[str, Any]]:
    files: list[dict[str, Any]] = []
    async for file in received.files():
        headers = {"upload-name": quote(file.filename), "content-type": file.media_type, "parvis-grant": grant}
        path = f"/v1/bundles/{dossier_id}/files"
        answer = await here.api("documents").call("POST", path, content=file.stream(), headers=headers)
        files.append(answer.body)
    for upload in filter(None, received.fields.all("envois")):
        # Sent before by script, resumed as often as was needed: the service says what became of it.
        if (made := await made_of(here, upload)) is not None:
            files.append(made)
    return files


async def made_of(here: Here, upload: str) -> dict[str, Any] | None:
    try:
        return (await here.api("documents").get(f"/v1/uploads/{UUID(upload)}"))["file"]
    except ValueError:
        return None


async def attach(here: Here, dossier: Any, type: str, label: str, files: list[dict[str, Any]], request_id: str) -> bool:
    """Join them. False, and said on the next page, when it was refused."""
    try:
        await join(here, dossier, type, label, files, request_id)
    except Refused as refused:
        if refused.status not in (409, 422):
            raise
        here.flash("error", refused.detail or refused.title)
        return False
    return True


async def join(here: Here, dossier: Any, type: str, label: str, files: list[dict[str, Any]], request_id: str) -> None:
    """A second file of the same type is the verso of the first."""
    body: dict[str, Any] = {"type": type, "label": label, "receipts": [file["receipt"] for file in files]}
    same = [piece for piece in dossier["pieces"] if piece["type"] == type and len(piece["files"]) < MOST_FILES]
    if request_id:
        body["request_id"] = request_id
    elif same and dossier["draft"] is not None:
        body["piece_id"] = same[0]["id"]
    await here.api("demarches").post(f"/v1/dossiers/{dossier['id']}/pieces", json=body)


async def keep_copy(
    here: Here, dossier_id: UUID, grant: str, type: str, label: str, files: list[dict[str, Any]]
) -> None:
    """« Dupliquer cette pièce dans mon espace de stockage »: the dossier has its piece whatever becomes of the copy."""
    body = {
        "bundle_id": str(dossier_id),
        "file_ids": [file["file_id"] for file in files],
        "type": type if type in PIECE_TYPES else "other",
        "label": label,
        "grant": grant,
    }
    try:
        await here.api("documents").post("/v1/safe/pieces/from-bundle", json=body)
    except Refused as refused:
        here.flash("warning", here.said(NOT_KEPT, why=refused.detail or refused.title))
        return
    here.flash("info", here.said(KEPT))
