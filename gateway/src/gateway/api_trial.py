"""Trying what writes, from the page that describes the API: the call that a person typed, made with their own rights.

It is a form like every other (the guard checks its origin and its token) and opens nothing that `/api` does not: the
same services, the same token, the same refusals. It is filled in by the person alone, never by a link.
"""

import time
from typing import Any
from urllib.parse import quote, urlencode

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromQuery

from chassis import logs
from chassis.ids import new_id
from chassis.pages import FormState
from gateway.api import ADDRESS, ServiceDown
from gateway.api_answers import Told, read
from gateway.api_calls import BODY, KEY, Call, CallUnfit, Wanted, field, wanted
from gateway.here import Here, SignInFirst
from gateway.public_api import KEY as PROGRAM_KEY
from gateway.public_api import target
from gateway.visitors import NOBODY

HOME = "/api/docs/appel"
SURE = "certain"
AGAIN = "Idempotency-Key"


@get(HOME, include_in_schema=False)
async def ask(here: NamedDependency[Here], methode: FromQuery[str] = "", adresse: FromQuery[str] = "") -> Response[Any]:
    operation = await _operation(here, methode, adresse)
    return _page(here, operation, FormState(_fresh(operation, {BODY: operation.example})))


@post(HOME, include_in_schema=False, status_code=200)
async def call(
    here: NamedDependency[Here], methode: FromQuery[str] = "", adresse: FromQuery[str] = ""
) -> Response[Any]:
    operation = await _operation(here, methode, adresse)
    typed = {name: values[0] for name, values in (await here.form()).items()}
    try:
        made = Call.of(operation, typed, sure=SURE)
        service, path = target(made.address, here)
    except CallUnfit as unfit:
        errors = {name: here.said(text, **unfit.values) for name, text in unfit.errors.items()}
        return _page(here, operation, FormState({**typed, SURE: "", KEY: ""}, errors), status=422)
    typed.pop(KEY, None)
    told = await _send(here, operation, made, service, path)
    logs.log.info("call tried", method=operation.method, path=operation.path, status=told.status)
    return _page(here, operation, FormState(_kept(operation, typed, told)), made=made, told=told)


async def _operation(here: Here, method: str, path: str) -> Wanted:
    """The operation described under that method and address; of what reads, the page of all leads to the answer."""
    if here.session_dead:
        raise SignInFirst(f"{HOME}?{urlencode({'methode': method, 'adresse': path})}")
    if here.person_unknown:
        raise here.entrance.identity_down()
    found = wanted(await here.entrance.description.whole(here), method, path)
    if found is None:
        raise NotFoundException
    return found


async def _send(here: Here, operation: Wanted, made: Call, service: str, path: str) -> Told:
    headers = {
        **made.headers,
        "authorization": f"Bearer {_nobodys(here, service) if made.key else here.token(service)}",
        "accept-language": here.locale,
        ADDRESS: here.address,
    }
    if made.key:
        headers[PROGRAM_KEY] = made.key
    begun = time.monotonic()
    upstream, body = here.entrance.upstream, made.body.encode() or None
    async with upstream.send(service, operation.method, path, headers=headers, data=body) as response:
        told = await read(response, f"/api/{service}", lasted=time.monotonic() - begun)
    if told.is_token_refused:
        raise ServiceDown(service)
    return told


def _nobodys(here: Here, service: str) -> str:
    """Beside a program's key no account acts."""
    tenant = here.organisation.id
    return here.entrance.visitors.token(service, tenant=tenant, visitor=NOBODY, locale=here.locale)


def _fresh(operation: Wanted, values: dict[str, str]) -> dict[str, str]:
    """With a key of its own: the same form sent twice has one effect."""
    return {**values, field("header", AGAIN): str(new_id())} if AGAIN in operation.names("header") else values


def _kept(operation: Wanted, typed: dict[str, str], told: Told) -> dict[str, str]:
    """What was typed, for the next call: one that succeeded has used its key up. Each is confirmed anew."""
    kept = {**typed, SURE: ""}
    return _fresh(operation, kept) if told.status < 400 else kept


def _page(here: Here, operation: Wanted, form: FormState, *, status: int = 200, **context: Any) -> Response[Any]:
    action = f"{HOME}?{urlencode({'methode': operation.method, 'adresse': operation.path}, quote_via=quote)}"
    return here.page("api/call.html", status=status, operation=operation, form=form, action=action, **context)


ROUTES = [ask, call]
