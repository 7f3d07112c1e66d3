"""The work of the day, first on the home page of the consoles: what is late, then what is one's own."""

import asyncio
from typing import Any, NamedTuple

from gateway.api import Refused
from gateway.here import Here

MOST = 6
READS_REQUESTS, ANSWERS_TICKETS = "demarches.dossiers.read", "ticketing.tickets.answer"


class Work(NamedTuple):
    """Lists are None where the member has no such work to do; `is_down` while a service that has some does not answer.

    `has_some`: this member has work of some kind, if only on other days. `away`: their own absence, today.
    """

    late: list[dict[str, Any]] | None = None
    mine: list[dict[str, Any]] | None = None
    tickets: list[dict[str, Any]] | None = None
    is_down: bool = False
    has_some: bool = False
    away: dict[str, Any] | None = None


async def work_of(here: Here) -> Work:
    assert here.person is not None
    permissions = here.person.permissions
    reads, answers = READS_REQUESTS in permissions, ANSWERS_TICKETS in permissions
    asked = {
        "late": ("demarches", "/v1/dossiers", {"view": "late", "sort": "due"}) if reads else None,
        "mine": ("demarches", "/v1/dossiers", {"view": "mine", "sort": "due"}) if reads else None,
        "tickets": ("ticketing", "/v1/desk/tickets", {"queue": "mine"}) if answers else None,
    }
    wanted = {name: one for name, one in asked.items() if one is not None}
    away, told = await asyncio.gather(
        _absence(here) if reads else _nothing(), asyncio.gather(*(_lines(here, *one) for one in wanted.values()))
    )
    lists = dict(zip(wanted, told, strict=True))
    return Work(**lists, is_down=None in lists.values(), has_some=bool(wanted), away=away)


async def _nothing() -> None:
    return None


async def _absence(here: Here) -> dict[str, Any] | None:
    try:
        return await here.api("demarches").get("/v1/me/absence")
    except Refused as refused:
        if refused.status == 401:
            raise
        return None


async def _lines(here: Here, service: str, path: str, asked: dict[str, str]) -> list[dict[str, Any]] | None:
    try:
        return (await here.api(service).get(path, {**asked, "limit": MOST}))["items"]
    except Refused as refused:
        if refused.status == 401:
            raise
        return None
