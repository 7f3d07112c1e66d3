"""An upload into a dossier or ticket, begun here: the browser never holds the grant, the rest goes to the API (tus 1.0)."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from gateway.here import Here

AnyRequest = Request[Any, Any, Any]
PASSED_ON = ("tus-resumable", "upload-length", "upload-metadata")
RETURNED = ("upload-offset", "upload-expires", "tus-resumable")


async def begin(
    here: Here, request: AnyRequest, bundle_id: UUID, grant: str, *, at: str = "/api/documents/v1/uploads"
) -> Response[None]:
    """Where the browser sends the bytes from now on, below `at`: the grant's work is done."""
    headers = {name: request.headers[name] for name in PASSED_ON if name in request.headers}
    headers |= {"parvis-bundle": str(bundle_id), "parvis-grant": grant}
    answer = await here.api("documents").call("POST", "/v1/uploads", headers=headers)
    told = {name: answer.headers[name] for name in RETURNED if name in answer.headers}
    upload = answer.headers["location"].rpartition("/")[2]
    return Response(None, status_code=201, headers={**told, "location": f"{at}/{upload}"})


@post("/demandes/{dossier_id:uuid}/envois", include_in_schema=False)
async def into_dossier(here: NamedDependency[Here], request: AnyRequest, dossier_id: FromPath[UUID]) -> Response[None]:
    granted = await here.api("demarches").post(f"/v1/dossiers/{dossier_id}/upload-grant")
    return await begin(here, request, dossier_id, granted["grant"])


ROUTES = [into_dossier]
