"""One's lists of requests, as files."""

from collections.abc import AsyncGenerator
from urllib.parse import urlencode

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Stream

from gateway.api import Refused
from gateway.here import Here
from gateway.portal.support.where import NO_SUCH_PAGE, SCOPES, must_be_member, views_of

KINDS = {"csv": "text/csv; charset=utf-8", "ods": "application/vnd.oasis.opendocument.spreadsheet"}
KEPT = ("content-disposition", "content-length")


@get("/export/mes-tickets/{kind:str}", include_in_schema=False)
async def export(
    here: NamedDependency[Here],
    kind: FromPath[str],
    vue: FromQuery[str] = "",
    archives: FromQuery[str] = "",
    q: FromQuery[str] = "",
) -> Stream:
    must_be_member(here)
    if kind not in KINDS or vue not in views_of(here):
        raise Refused(404, NO_SUCH_PAGE)
    asked = urlencode({"of": SCOPES[vue], "archived": str(bool(archives)).lower(), "q": q[:200]})
    opened = here.api("ticketing").stream("GET", f"/v1/exports/tickets/{kind}?{asked}")
    response = await opened.__aenter__()

    async def body() -> AsyncGenerator[bytes, None]:
        try:
            async for chunk in response.content.iter_any():
                yield chunk
        finally:
            await opened.__aexit__(None, None, None)

    headers = {name: response.headers[name] for name in KEPT if name in response.headers}
    return Stream(body(), media_type=KINDS[kind], headers={**headers, "cache-control": "private, no-store"})


ROUTES = [export]
