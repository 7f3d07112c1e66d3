"""One's own files, shown or saved: streamed from the documents service, never kept."""

from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.types import Receive, Scope, Send

from gateway.here import Here
from gateway.portal.documents.pieces import HOME
from gateway.portal.documents.sending import WITHIN
from gateway.proxy import PIECE

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
        async with api.stream("GET", self._path, params=self._params, timeout=WITHIN) as answer:
            headers = [(name.encode(), answer.headers[name].encode()) for name in PASSED_ON if name in answer.headers]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            async for piece in answer.content.iter_chunked(PIECE):
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": False})


@get(f"{HOME}/fichiers/{{file_id:uuid}}", include_in_schema=False)
async def read(
    here: NamedDependency[Here], file_id: FromPath[UUID], telecharger: FromQuery[bool] = False
) -> Response[Any]:
    here.require_kind("citizen")
    inline = "false" if telecharger else "true"
    return Relayed(here, "documents", f"/v1/safe/files/{file_id}/content", inline=inline)


ROUTES = [read]
