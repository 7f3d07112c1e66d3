"""Files with a request or a message: to documents as they arrive, to the ticket by their receipts; and read again."""

from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple
from urllib.parse import quote
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.ids import new_id
from gateway.api import Refused
from gateway.forms import FormFields
from gateway.here import Here
from gateway.portal.documents.reading import Relayed
from gateway.portal.documents.resuming import begin
from gateway.portal.documents.sending import WITHIN, Passing
from gateway.portal.support.where import must_be_member
from gateway.uploads import UploadedFile, has_files, receive_upload
from gateway.words import N_

AnyRequest = Request[Any, Any, Any]
FIELD, RECEIPTS = "_fichiers", "_recus"
MOST_FILES = 4
LARGEST = 201_000_000
"""Slightly more than documents takes for a ticket: its own words refuse what is too large."""
LOOKING = N_("Consultation de la demande")
TOO_MANY = N_("Quatre fichiers au plus par message : envoyez les autres dans un second message.")
WHY = N_("%(file)s : %(why)s")
Granting = Callable[[FormFields], Awaitable[tuple[UUID, str]]]


class Sent(NamedTuple):
    """A form with files: what was typed, receipts of what has come, a sentence for each refused file."""

    fields: FormFields
    receipts: list[str]
    refused: list[str]


def id_of(fields: FormFields) -> UUID:
    """The request's own, which the form has had from the beginning: files may have gone there already."""
    try:
        return UUID(fields.one("_ticket"))
    except ValueError:
        return new_id()


async def received(here: Here, request: AnyRequest, granting: Granting) -> Sent:
    """`granting` is asked once there is a file without script: for which ticket, and with what leave."""
    if not has_files(request):
        fields = await here.form()
        return Sent(fields, fields.all(RECEIPTS), [])
    receipts: list[str] = []
    refused: list[str] = []
    async with receive_upload(request, max_bytes=LARGEST, max_files=MOST_FILES) as upload:
        granted: tuple[UUID, str] | None = None
        async for file in upload.files():
            granted = granted or await granting(upload.fields)
            if len(receipts) + len(upload.fields.all(RECEIPTS)) >= MOST_FILES:
                refused.append(here.said(WHY, file=file.filename, why=here.said(TOO_MANY)))
                continue
            try:
                receipts.append(await _send(here, file, *granted))
            except Refused as refusal:
                # Anything but « who are you? » is said beside the field, and what was typed stays.
                if refusal.status in (401, 403):
                    raise
                refused.append(here.said(WHY, file=file.filename, why=here.said(refusal.detail or refusal.title)))
        here.sent = upload.fields
        return Sent(upload.fields, [*filter(None, upload.fields.all(RECEIPTS)), *receipts], refused)


async def _send(here: Here, file: UploadedFile, bundle: UUID, grant: str) -> str:
    passing = Passing(file)
    headers = {
        "upload-name": quote(file.filename),
        "content-type": "application/octet-stream",
        "parvis-grant": grant,
    }
    path = f"/v1/bundles/{bundle}/files"
    try:
        answer = await here.api("documents").call(
            "POST", path, content=passing.bytes(), headers=headers, timeout=WITHIN
        )
    except Refused:
        if passing.failure is not None:
            raise passing.failure from None
        raise
    return answer.body["receipt"]


async def reserve(here: Here, ticket_id: UUID) -> str:
    """Leave to send files for a request that is being written."""
    return (await here.api("ticketing").put(f"/v1/ticket-reservations/{ticket_id}"))["grant"]


async def leave(here: Here, ticket_id: UUID) -> str:
    return (await here.api("ticketing").post(f"/v1/tickets/{ticket_id}/upload-grant"))["grant"]


@post("/mes-tickets/nouveau/{ticket_id:uuid}/envois", include_in_schema=False)
async def into_new(here: NamedDependency[Here], request: AnyRequest, ticket_id: FromPath[UUID]) -> Response[None]:
    must_be_member(here)
    return await begin(here, request, ticket_id, await reserve(here, ticket_id))


@post("/mes-tickets/{ticket_id:uuid}/envois", include_in_schema=False)
async def into_ticket(here: NamedDependency[Here], request: AnyRequest, ticket_id: FromPath[UUID]) -> Response[None]:
    must_be_member(here)
    return await begin(here, request, ticket_id, await leave(here, ticket_id))


@get("/mes-tickets/{ticket_id:uuid}/fichiers/{file_id:uuid}", include_in_schema=False)
async def look(here: NamedDependency[Here], ticket_id: FromPath[UUID], file_id: FromPath[UUID]) -> Response[Any]:
    """The file itself, from documents through here: the browser never holds the grant."""
    must_be_member(here)
    path = f"/v1/tickets/{ticket_id}/files/{file_id}/view-grant"
    granted = await here.api("ticketing").post(path, {"purpose": here.said(LOOKING)})
    return Relayed(
        here, "documents", f"/v1/bundles/{ticket_id}/files/{file_id}/content", inline="true", grant=granted["grant"]
    )


ROUTES = [into_new, into_ticket, look]
