"""The services' consoles: `/<service>/…` in the browser is `/console/…` at the service, as the member signed in."""

import asyncio
from typing import Any
from urllib.parse import quote, unquote

import aiohttp
import msgspec
from litestar import Request
from litestar.handlers import ASGIRouteHandler, asgi
from litestar.types import Receive, Scope, Send

from chassis import console
from chassis.pages import Flash
from gateway import accounts
from gateway.api import Refused
from gateway.csrf import FIELDS, SAFE, must_be_same_origin
from gateway.forms import read_form
from gateway.given_back import SECRET
from gateway.here import Here, SignInFirst
from gateway.limits import FORM, Remembered, announced
from gateway.proxy import Passage, is_plain, raw_target
from gateway.words import N_

NOT_A_PAGE = 405


def console_of(service: str) -> ASGIRouteHandler:
    """The handler of everything below /<service>."""

    @asgi(f"/{service}", is_mount=True, copy_scope=True, checks_origin_itself=True)
    async def passed_on(scope: Scope, receive: Receive, send: Send) -> None:
        here: Here = scope["here"]  # pyright: ignore[reportGeneralTypeIssues]
        request: Request[Any, Any, Any] = Request(scope)
        if here.person is None and not here.person_unknown:
            await _must_not_lose(here, request, receive)
        person = here.require_kind("member")
        target = raw_target(scope)
        if not is_plain(target):
            raise Refused(404, N_("Cette page n’existe pas."))
        if scope.get("method") not in SAFE:
            # The form's own token is checked by the service, who made it.
            must_be_same_origin(request.headers, host=here.host, scheme=here.scheme)
        said = here.browser.kept_flashes
        for_people = "text/html" in request.headers.get("accept", "")
        others, waiting = (
            await asyncio.gather(accounts.shown(here), here.entrance.waiting.of(here)) if for_people else ((), 0)
        )
        headers = {
            "authorization": f"Bearer {here.token(service)}",
            "accept-language": here.locale,
            console.PERSON: quote(person.display_name),
            console.ORGANISATION: quote(person.organisation_name),
            console.ASSETS: here.entrance.assets_version,
            console.PLACE: quote(here.place),
            # With which its pages sign out, and change accounts.
            console.LAYOUT: quote(msgspec.json.encode((here.csrf, here.account_mark, others))),
            **({console.WAITING: str(waiting)} if waiting else {}),
            **({console.FLASH: written(said)} if said else {}),
        }

        def answered(response: aiohttp.ClientResponse) -> None:
            if said and response.content_type == "text/html":
                here.browser.take_flashes()
            for flash in read(response.headers.get(console.FLASH, "")):
                here.flash(flash.kind, flash.text)

        path = f"/console{target.removeprefix(f'/{service}')}"
        passing = Remembered(here, receive) if for_people and _is_small_form(request) else receive
        try:
            await Passage(here, scope, passing, send).forward(
                service, path, headers=headers, answered=answered, for_people=for_people
            )
        except Refused as refused:
            if refused.status == 503 and isinstance(passing, Remembered):
                here.sent = read_form(await passing.whole())
            if refused.status != NOT_A_PAGE or request.method != "GET":
                raise
            await _lead(send, above(target))

    return passed_on


def above(target: str) -> str:
    """`/demarches/dossiers/7/messages` belongs to the page `/demarches/dossiers/7`."""
    parent = target.partition("?")[0].rstrip("/").rpartition("/")[0]
    return parent if parent.count("/") > 1 else f"{parent}/"


async def _lead(send: Send, address: str) -> None:
    """What only forms send to is no page: whoever changes the language there, or reloads, is led to the page above."""
    headers = [(b"location", address.encode("ascii")), (b"cache-control", b"no-store"), (b"content-length", b"0")]
    await send({"type": "http.response.start", "status": 303, "headers": headers})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


def _is_form(request: Request[Any, Any, Any]) -> bool:
    return request.method == "POST" and "application/x-www-form-urlencoded" in request.headers.get("content-type", "")


def _is_small_form(request: Request[Any, Any, Any]) -> bool:
    return _is_form(request) and 0 < announced(list(request.scope["headers"])) <= FORM


async def _must_not_lose(here: Here, request: Request[Any, Any, Any], receive: Receive) -> None:
    """The session ended while a form was being filled in: what was typed is kept in the page that asks to sign in."""
    if not _is_form(request):
        return
    must_be_same_origin(request.headers, host=here.host, scheme=here.scheme)
    body, more = b"", True
    while more:
        part: Any = await receive()
        body, more = body + part.get("body", b""), part.get("more_body", False)
    sent = read_form(body)
    if any(name not in FIELDS for name in sent) and not any(map(SECRET.search, sent)):
        raise SignInFirst(here.place, sent=sent)


def written(flashes: list[Flash]) -> str:
    return quote(msgspec.json.encode([(flash.kind, flash.text) for flash in flashes]))


def read(header: str) -> list[Flash]:
    told = msgspec.json.decode(unquote(header), type=list[tuple[str, str]]) if header else []
    return [Flash(text=text, kind=kind) for kind, text in told]
