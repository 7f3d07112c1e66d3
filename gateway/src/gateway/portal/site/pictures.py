"""The town's logo and banner: small, the same for everybody, kept by browsers until another one has another address."""

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency

from gateway.assets import FOR_A_WHILE, FOR_EVER
from gateway.here import Here

TYPES = {"logo": "image/png", "banner": "image/jpeg"}


@get("/guichet/logo", include_in_schema=False)
async def logo(here: NamedDependency[Here], request: Request[Any, Any, Any]) -> Response[bytes]:
    return await _shown(here, request, "logo")


@get("/guichet/banniere", include_in_schema=False)
async def banner(here: NamedDependency[Here], request: Request[Any, Any, Any]) -> Response[bytes]:
    return await _shown(here, request, "banner")


async def _shown(here: Here, request: Request[Any, Any, Any], kind: str) -> Response[bytes]:
    content = await here.entrance.remembered.get(here, "identity", f"/v1/guichet/pictures/{kind}")
    kept = FOR_EVER if "v" in request.query_params else FOR_A_WHILE
    headers = {"cache-control": kept, "cross-origin-resource-policy": "same-origin"}
    return Response(content, media_type=TYPES[kind], headers=headers)


ROUTES = [logo, banner]
