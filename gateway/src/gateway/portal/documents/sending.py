"""Files on their way to the storage space, straight through: nothing is kept here."""

from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote

import aiohttp

from gateway.api import Refused
from gateway.here import Here
from gateway.uploads import Upload, UploadedFile
from gateway.words import N_

LARGEST = 21_000_000
"""Slightly more than the documents service takes: its own words refuse what is too large."""
MOST_AT_ONCE = 4
NOT_NOW = N_(
    "le service ne répond pas pour le moment. Le reste est gardé : choisissez ce fichier à nouveau dans un instant."
)
TOO_MANY = N_("4 fichiers au plus par pièce : les premiers sont arrivés, les suivants n’ont pas été gardés.")
WHY = N_("%(file)s : %(why)s")
WITHIN = aiohttp.ClientTimeout(total=600, sock_connect=1, sock_read=60)


class Passing:
    """The file's bytes; remembers why they stopped, which the connection behind would not say."""

    def __init__(self, file: UploadedFile) -> None:
        self._file = file
        self.failure: Exception | None = None

    async def bytes(self) -> AsyncIterator[bytes]:
        try:
            async for chunk in self._file.stream():
                yield chunk
        except Exception as failure:
            self.failure = failure
            raise


async def send(here: Here, file: UploadedFile) -> dict[str, Any]:
    """What the documents service says of the file. Raises its refusal, or ours."""
    passing = Passing(file)
    headers = {"upload-name": quote(file.filename), "content-type": "application/octet-stream"}
    try:
        answer = await here.api("documents").call(
            "POST", "/v1/safe/files", content=passing.bytes(), headers=headers, timeout=WITHIN
        )
    except Refused:
        if passing.failure is not None:
            raise passing.failure from None
        raise
    return answer.body


async def send_all(here: Here, upload: Upload, field: str, *, room: int = MOST_AT_ONCE) -> tuple[list[str], list[str]]:
    """Ids of the files that were received, those sent before by script included, and a sentence for each refused one.

    Those for which there is no room are left out: nobody could take them off the form again.
    """
    received: list[str] = []
    refused: list[str] = []
    too_many = False
    async for file in upload.files():
        if len(received) + len(upload.fields.all(field)) >= room:
            too_many = True
            continue
        try:
            received.append((await send(here, file))["file_id"])
        except Refused as refusal:
            # Anything but « who are you? » is said beside the field, and what was typed stays.
            if refusal.status in (401, 403):
                raise
            why = NOT_NOW if refusal.status == 503 else refusal.title
            refused.append(here.said(WHY, file=file.filename, why=here.said(why)))
    sent = list(dict.fromkeys([*filter(None, upload.fields.all(field)), *received]))
    if too_many or len(sent) > room:
        refused.append(here.said(TOO_MANY))
    return sent[:room], refused


def without_refused(here: Here, sent: list[str], refusal: Refused) -> tuple[list[str], str]:
    """Those of the files that may be tried again, and what to say of the others: the checks refuse each by its place."""
    places = {error.get("pointer", ""): error.get("detail", "") for error in refusal.errors}
    wanted = list(dict.fromkeys(sent))
    refused = {
        number: places[f"/file_ids/{number}"] for number in range(len(wanted)) if f"/file_ids/{number}" in places
    }
    if not refused:
        return sent, here.said(refusal.title)
    words = N_("Fichier %(number)s : %(why)s")
    told = [here.said(words, number=number + 1, why=here.said(why)) for number, why in refused.items()]
    return [one for number, one in enumerate(wanted) if number not in refused], " ".join(told)
