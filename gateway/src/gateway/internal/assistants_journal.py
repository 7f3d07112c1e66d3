"""« Journal des assistants »: what was read, proposed, confirmed through them, by whom and for whom, in every service."""

import asyncio
from datetime import datetime
from typing import Any, NamedTuple

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from gateway.api import Refused
from gateway.here import Here
from gateway.words import N_

HOME = "/propositions/journal"
SHOWN = 50
GRANT = "identity.permissions.grant"
SOMEBODY = N_("un membre qui n’a plus d’assistant")


class Line(NamedTuple):
    at: datetime
    action: str
    title: str
    page: str
    assistant: str
    member: str
    service: str


class Told(NamedTuple):
    """`silent`: services that did not answer. `before`: whence the next page goes on; None on the last."""

    lines: list[Line]
    silent: list[str]
    before: datetime | None


@get(HOME, include_in_schema=False)
async def page(here: NamedDependency[Here], tous: FromQuery[str] = "", avant: FromQuery[str] = "") -> Response[Any]:
    person = here.require_kind("member")
    may_see_all = GRANT in person.permissions
    everybodys = may_see_all and bool(tous)
    try:
        before = datetime.fromisoformat(avant) if avant else None
    except ValueError:
        before = None
    told = await _told(here, everybodys, before)
    return here.page("internal/assistants_journal.html", told=told, may_see_all=may_see_all, everybodys=everybodys)


async def _told(here: Here, everybodys: bool, before: datetime | None) -> Told:
    services = list(here.entrance.upstream.urls)
    names = await _names(here) if everybodys else {}
    asked = {"everybodys": everybodys, **({"before": before.isoformat()} if before else {})}
    each = await asyncio.gather(*(_of_service(here, service, asked) for service in services))
    silent = [service for service, lines in zip(services, each, strict=True) if lines is None]
    found = sorted(
        ((service, line) for service, lines in zip(services, each, strict=True) for line in lines or ()),
        key=lambda one: one[1]["at"],
        reverse=True,
    )
    lines = [_line(here, service, told, names) for service, told in found[:SHOWN]]
    return Told(lines, silent, lines[-1].at if len(found) > SHOWN else None)


async def _of_service(here: Here, service: str, asked: dict[str, Any]) -> list[dict[str, Any]] | None:
    try:
        return await here.api(service).get("/v1/proposals/journal", asked)
    except Refused as refused:
        if refused.status == 401:
            raise
        return None


async def _names(here: Here) -> dict[str, str]:
    """By account. Without identity, lines are told without names."""
    try:
        told = await here.api("identity").get("/v1/member-assistants", {"past": True})
    except Refused as refused:
        if refused.status == 401:
            raise
        return {}
    return {one["account_id"]: one["member"] for one in told}


def _line(here: Here, service: str, told: dict[str, Any], names: dict[str, str]) -> Line:
    assert here.person is not None
    mine = told["account_id"] == str(here.person.account_id)
    member = here.person.display_name if mine else names.get(told["account_id"]) or here.said(SOMEBODY)
    at = datetime.fromisoformat(told["at"])
    return Line(at, told["action"], told["title"], told["page"], told["assistant"], member, service)


ROUTES = [page]
