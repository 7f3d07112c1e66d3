"""One's own files, shown or saved: streamed from the documents service, never kept."""

from typing import Any
from uuid import UUID

import aiohttp
from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.types import Receive, Scope, Send

from gateway.api import Refused
from gateway.here import Here
from gateway.portal.documents.pieces import HOME, NO_SUCH_PIECE, safe_of

# An archive of everything is opened and checked file by file before each goes on its way.
OPENED = aiohttp.ClientTimeout(total=None, sock_connect=1, sock_read=60)
PASSED_ON = (
    "content-type",
    "content-length",
    "content-disposition",
    "content-security-policy",
    "x-content-type-options",
    "cross-origin-resource-policy",
    "cache-control",
)


class Relayed(Response[None]):
    """What a service answers to a GET, passed on as it comes; its refusals are raised before anything is sent.

    The exchange with the service begins and ends inside the answer to the browser: one place, one span.
    """

    def __init__(self, here: Here, service: str, path: str, **params: str) -> None:
        super().__init__(None)
        self._here, self._service, self._path, self._params = here, service, path, params

    def to_asgi_response(self, *_: Any, **__: Any) -> Any:
        return self._relay

    async def _relay(self, _: Scope, __: Receive, send: Send) -> None:
        api = self._here.api(self._service)
        async with api.stream("GET", self._path, params=self._params, timeout=OPENED) as answer:
            headers = [(name.encode(), answer.headers[name].encode()) for name in PASSED_ON if name in answer.headers]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            async for piece in answer.content.iter_any():
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": False})


@get(f"{HOME}/fichiers/{{file_id:uuid}}", include_in_schema=False)
async def read(
    here: NamedDependency[Here], file_id: FromPath[UUID], telecharger: FromQuery[bool] = False
) -> Response[Any]:
    here.require_kind("citizen")
    inline = "false" if telecharger else "true"
    return Relayed(here, "documents", f"/v1/safe/files/{file_id}/content", inline=inline)


@get(f"{HOME}/fichiers/{{file_id:uuid}}/vignette", include_in_schema=False)
async def thumbnail(here: NamedDependency[Here], file_id: FromPath[UUID]) -> Response[Any]:
    here.require_kind("citizen")
    return Relayed(here, "documents", f"/v1/safe/files/{file_id}/thumbnail")


@get(f"{HOME}/fichiers/{{file_id:uuid}}/pages/{{number:int}}", include_in_schema=False)
async def drawn_page(here: NamedDependency[Here], file_id: FromPath[UUID], number: FromPath[int]) -> Response[Any]:
    here.require_kind("citizen")
    return Relayed(here, "documents", f"/v1/safe/files/{file_id}/pages/{number}")


@get(f"{HOME}/fichiers/{{file_id:uuid}}/apercu", include_in_schema=False)
async def look(here: NamedDependency[Here], file_id: FromPath[UUID], page: FromQuery[int] = 1) -> Response[Any]:
    """A file looked at in the page, one sheet after the other: pictures drawn by the service, nothing runs here."""
    safe = await safe_of(here)
    for piece in safe["pieces"]:
        for file in (*piece["files"], *piece["former"]):
            if file["file_id"] == str(file_id) and file["pages"]:
                number = min(max(1, page), file["pages"])
                return here.page("documents/look.html", piece=piece, file=file, number=number)
    raise Refused(404, NO_SUCH_PIECE)


@get(f"{HOME}/archive", include_in_schema=False)
async def archive(here: NamedDependency[Here]) -> Response[Any]:
    """Everything, to take away."""
    here.require_kind("citizen")
    return Relayed(here, "documents", "/v1/safe/restitution")


@get(f"{HOME}/journal/export", include_in_schema=False)
async def exported_journal(here: NamedDependency[Here]) -> Response[Any]:
    here.require_kind("citizen")
    answer = await here.api("documents").get("/v1/safe/journal/export")
    told = {"content-disposition": 'attachment; filename="journal.json"', "cache-control": "private, no-store"}
    return Response(answer, media_type="application/json", headers=told)


@get(f"{HOME}/journal/verifier.py", include_in_schema=False)
async def verifier(here: NamedDependency[Here]) -> Response[Any]:
    """The script that checks an exported journal, wherever there is a Python."""
    script = await here.api("documents").call("GET", "/v1/journal-verifier")
    told = {"content-disposition": 'attachment; filename="verify_journal.py"'}
    return Response(script.body, media_type="text/x-python", headers=told)


ROUTES = [read, thumbnail, drawn_page, look, archive, exported_journal, verifier]
