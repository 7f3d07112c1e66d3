"""One's own files, shown or saved: streamed from the documents service, never kept."""

from litestar import Request
from litestar.exceptions import MethodNotAllowedException
from litestar.handlers import asgi
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


# An ASGI handler: the exchange with the service and the answer to the browser begin and end in one place, and in one span.
@asgi(f"{HOME}/fichiers/{{file_id:uuid}}", copy_scope=True)
async def read(scope: Scope, receive: Receive, send: Send) -> None:
    here: Here = scope["here"]  # pyright: ignore[reportGeneralTypeIssues]
    if here.method not in ("GET", "HEAD"):
        raise MethodNotAllowedException(headers={"allow": "GET, HEAD"})
    here.require_kind("citizen")
    file_id = scope["path_params"]["file_id"]
    saves = Request(scope).query_params.get("telecharger") == "true"
    path = f"/v1/safe/files/{file_id}/content"
    params = {"inline": "false" if saves else "true"}
    async with here.api("documents").stream("GET", path, params=params, timeout=WITHIN) as answer:
        headers = [(name.encode(), answer.headers[name].encode()) for name in PASSED_ON if name in answer.headers]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        if here.method == "GET":
            async for piece in answer.content.iter_chunked(PIECE):
                await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


ROUTES = [read]
