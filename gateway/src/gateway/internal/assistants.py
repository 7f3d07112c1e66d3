"""Members' AI assistants: `POST /mcp/<service>` is `/mcp` there, as the member whose key it is (decision 0030)."""

from typing import Any

from litestar import Request
from litestar.handlers import asgi
from litestar.types import Receive, Scope, Send

from chassis.problems import problem
from gateway import errors
from gateway.api import Refused
from gateway.here import FOR_ASSISTANTS, Here
from gateway.proxy import Passage
from gateway.sessions import Exchange
from gateway.words import N_

LARGEST = 200_000
LONGEST_KEY = 200
PREFIX = "parvis-assistant_"
NO_KEY = N_("Il faut la clé d’un assistant. Un membre en fait une à l’entrée des agents, dans « Mes assistants ».")
ELSEWHERE = N_("Cette clé n’ouvre pas ce service.")


@asgi(FOR_ASSISTANTS, is_mount=True, copy_scope=True, checks_origin_itself=True)
async def endpoint(scope: Scope, receive: Receive, send: Send) -> None:
    here: Here = scope["here"]  # pyright: ignore[reportGeneralTypeIssues]
    request: Request[Any, Any, Any] = Request(scope)
    service = here.path.partition("?")[0].removeprefix(f"{FOR_ASSISTANTS}/")
    if service not in here.entrance.upstream.urls:
        raise Refused(404, N_("Cette adresse n’existe pas."))
    # No page of ours calls it, and no other page may: a browser always says where such a request comes from.
    if request.headers.get("origin") not in (None, f"{here.scheme}://{here.host}") or request.headers.get(
        "sec-fetch-site"
    ) not in (None, "same-origin", "none"):
        raise Refused(403, N_("Votre demande n’a pas pu être vérifiée."), type="/problems/csrf")
    if scope.get("method") != "POST":
        raise Refused(405, errors.NOT_THAT_WAY)
    person = await _whose(here, request.headers.get("authorization", ""))
    if person is None:
        # Challenged as RFC 6750 has it, so that a program knows what is missing.
        answer = problem(
            401, "unauthenticated", here.said(NO_KEY), headers={"www-authenticate": 'Bearer realm="parvis"'}
        )
        await answer.to_asgi_response(app=None, request=request)(scope, receive, send)
        return
    token = person.tokens.get(service)
    if token is None:
        raise Refused(403, ELSEWHERE)
    here.body_limit = LARGEST
    headers = {"authorization": f"Bearer {token}", "accept-language": person.locale}
    await Passage(here, scope, receive, send).forward(service, "/mcp", headers=headers)
    # It may have proposed something.
    here.entrance.waiting.forget(person.account_id)


async def _whose(here: Here, header: str) -> Exchange | None:
    kind, _, key = header.partition(" ")
    if kind.lower() != "bearer" or not key.startswith(PREFIX) or len(key) > LONGEST_KEY or not key.isascii():
        return None
    return await here.entrance.assistants.find(key, None)
