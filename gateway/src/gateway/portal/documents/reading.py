"""One's own files, shown or saved: streamed from the documents service, never kept."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from uuid import UUID

import aiohttp
from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Stream

from gateway.here import Here
from gateway.portal.documents.pieces import HOME
from gateway.portal.documents.sending import WITHIN

PASSED_ON = (
    "content-disposition",
    "content-length",
    "content-security-policy",
    "x-content-type-options",
    "cross-origin-resource-policy",
    "cache-control",
)


@get(f"{HOME}/fichiers/{{file_id:uuid}}", include_in_schema=False)
async def read(here: NamedDependency[Here], file_id: FromPath[UUID], telecharger: FromQuery[bool] = False) -> Stream:
    here.require_kind("citizen")
    stack = AsyncExitStack()
    path = f"/v1/safe/files/{file_id}/content"
    params = {"inline": "false" if telecharger else "true"}
    answer = await stack.enter_async_context(here.api("documents").stream("GET", path, params=params, timeout=WITHIN))
    headers = {name: answer.headers[name] for name in PASSED_ON if name in answer.headers}
    return Stream(_flow(answer, stack), media_type=answer.headers["content-type"], headers=headers)


async def _flow(answer: aiohttp.ClientResponse, stack: AsyncExitStack) -> AsyncIterator[bytes]:
    async with stack:
        async for piece in answer.content.iter_any():
            yield piece


ROUTES = [read]
