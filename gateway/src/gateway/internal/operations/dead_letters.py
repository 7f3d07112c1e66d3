"""Events that no retry could mend: why, what they carried, and the two ways out (« rejouer », « abandonner »)."""

import asyncio
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import quote
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from gateway.api import Refused, ServiceDown
from gateway.here import Here
from gateway.words import N_

MANAGE = "platform.dead_letters.manage"
HOME = "/exploitation/echecs"
STATES = ("open", "replayed", "discarded")


class Letter(NamedTuple):
    service: str
    event_id: str
    handler: str
    type: str
    cause: str
    attempts: int
    at: datetime

    @property
    def href(self) -> str:
        return _address(self.service, self.event_id, self.handler)


class Desk(NamedTuple):
    """What one service says about its letters; None when it does not answer."""

    service: str
    letters: list[Letter] | None


@get(HOME, include_in_schema=False)
async def index(
    here: NamedDependency[Here], service: FromQuery[str] = "", etat: FromQuery[str] = "open"
) -> Response[Any]:
    must_manage(here)
    state = etat if etat in STATES else "open"
    services = list(here.entrance.upstream.urls)
    asked = [service] if service in services else services
    desks = await asyncio.gather(*(_ask(here, each, state) for each in asked))
    letters = sorted((letter for desk in desks for letter in desk.letters or ()), key=lambda one: one.at, reverse=True)
    return here.page(
        "operations/dead_letters.html",
        letters=letters,
        services=[(each, each) for each in services],
        service=service if service in services else "",
        state=state,
        silent=[desk.service for desk in desks if desk.letters is None],
    )


@get(HOME + "/{service:str}/{event_id:uuid}/{handler:str}", include_in_schema=False)
async def show(
    here: NamedDependency[Here], service: FromPath[str], event_id: FromPath[UUID], handler: FromPath[str]
) -> Response[Any]:
    must_manage(here)
    letter = await _letter(here, service, event_id, handler)
    traces = here.entrance.settings.traces_url
    trace = f"{traces}/traces/{letter['trace_id']}" if traces and letter.get("trace_id") else None
    return here.page("operations/dead_letter.html", **_told(service, letter), trace=trace)


@post(HOME + "/{service:str}/{event_id:uuid}/{handler:str}/rejeu", include_in_schema=False)
async def replay(
    here: NamedDependency[Here], service: FromPath[str], event_id: FromPath[UUID], handler: FromPath[str]
) -> Response[Any]:
    must_manage(here)
    address = _address(service, event_id, handler)
    try:
        await _api(here, service).post(f"{_path(event_id, handler)}/replay")
    except ServiceDown:
        raise
    except Refused as refused:
        if refused.status != 409:
            raise
        here.flash("error", refused.title)
        return here.redirect(address)
    here.flash("success", here.said(N_("Le message a été rejoué : son effet a eu lieu.")))
    return here.redirect(address)


@get(HOME + "/{service:str}/{event_id:uuid}/{handler:str}/abandon", include_in_schema=False)
async def ask_to_discard(
    here: NamedDependency[Here], service: FromPath[str], event_id: FromPath[UUID], handler: FromPath[str]
) -> Response[Any]:
    must_manage(here)
    letter = await _letter(here, service, event_id, handler)
    return here.page("operations/dead_letter_discard.html", **_told(service, letter))


@post(HOME + "/{service:str}/{event_id:uuid}/{handler:str}/abandon", include_in_schema=False)
async def discard(
    here: NamedDependency[Here], service: FromPath[str], event_id: FromPath[UUID], handler: FromPath[str]
) -> Response[Any]:
    must_manage(here)
    await _api(here, service).post(f"{_path(event_id, handler)}/discard")
    here.flash("success", here.said(N_("Le message est abandonné : il n’aura pas d’effet.")))
    return here.redirect(HOME)


def must_manage(here: Here) -> None:
    """Said before a service is asked; each service checks for itself as well."""
    if MANAGE not in here.require_kind("member").permissions:
        raise Refused(403, N_("Vous n’avez pas la permission de faire cela."))


async def _ask(here: Here, service: str, state: str) -> Desk:
    try:
        told = await here.api(service).get("/v1/dead-letters", {"status": state})
    except ServiceDown:
        return Desk(service, None)
    letters = [
        Letter(
            service,
            one["event_id"],
            one["handler"],
            one["type"],
            one["cause"],
            one["attempts"],
            datetime.fromisoformat(one["at"]),
        )
        for one in told
    ]
    return Desk(service, letters)


def _api(here: Here, service: str) -> Any:
    if service not in here.entrance.upstream.urls:
        raise Refused(404, N_("Cette page n’existe pas."))
    return here.api(service)


async def _letter(here: Here, service: str, event_id: UUID, handler: str) -> dict[str, Any]:
    return await _api(here, service).get(_path(event_id, handler))


def _told(service: str, letter: dict[str, Any]) -> dict[str, Any]:
    payload = letter.get("payload")
    written = msgspec.json.format(msgspec.json.encode(payload), indent=2).decode() if payload is not None else None
    address = _address(service, letter["event_id"], letter["handler"])
    return {
        "service": service,
        "letter": {**letter, "at": datetime.fromisoformat(letter["at"])},
        "address": address,
        "payload": written or letter.get("raw") or "",
        "decodes": payload is not None,
    }


def _path(event_id: UUID, handler: str) -> str:
    return f"/v1/dead-letters/{event_id}/{quote(handler, safe='')}"


def _address(service: str, event_id: UUID | str, handler: str) -> str:
    return f"{HOME}/{service}/{event_id}/{quote(handler, safe='')}"


ROUTES = [index, show, replay, ask_to_discard, discard]
