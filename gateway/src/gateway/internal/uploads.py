"""Files that agents send with what they write: begun here, resumed here, kept by documents (tus 1.0)."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, post
from litestar.di import NamedDependency
from litestar.handlers import asgi
from litestar.params import FromPath
from litestar.types import Receive, Scope, Send

from gateway.api import Refused
from gateway.csrf import SAFE, must_be_same_origin
from gateway.here import Here
from gateway.limits import UPLOAD
from gateway.portal.documents.resuming import begin
from gateway.proxy import Passage
from gateway.words import N_

HOME = "/envois/en-cours"
AnyRequest = Request[Any, Any, Any]


@post("/envois/tickets/{ticket_id:uuid}", include_in_schema=False, checks_origin_itself=True)
async def into_ticket(here: NamedDependency[Here], request: AnyRequest, ticket_id: FromPath[UUID]) -> Response[None]:
    """The browser never holds the grant: it is told where to send the bytes."""
    here.require_kind("member")
    # The page is the service's, and so is the token in its form: the browser itself says whose page asks.
    must_be_same_origin(request.headers, host=here.host, scheme=here.scheme)
    granted = await here.api("ticketing").post(f"/v1/tickets/{ticket_id}/upload-grant")
    return await begin(here, request, ticket_id, granted["grant"], at=HOME)


@asgi(HOME, is_mount=True, copy_scope=True, checks_origin_itself=True)
async def going_on(scope: Scope, receive: Receive, send: Send) -> None:
    """The rest of an upload. Only who began it may go on: documents says so."""
    here: Here = scope["here"]  # pyright: ignore[reportGeneralTypeIssues]
    here.require_kind("member")
    try:
        upload = UUID(scope["path"].rstrip("/").rpartition("/")[2])
    except ValueError as error:
        raise Refused(404, N_("Cette adresse n’existe pas.")) from error
    if scope.get("method") not in SAFE:
        request: AnyRequest = Request(scope)
        must_be_same_origin(request.headers, host=here.host, scheme=here.scheme)
    here.body_limit = UPLOAD
    headers = {"authorization": f"Bearer {here.token('documents')}", "accept-language": here.locale}
    await Passage(here, scope, receive, send).forward("documents", f"/v1/uploads/{upload}", headers=headers)


ROUTES = [into_ticket, going_on]
