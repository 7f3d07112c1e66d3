"""What whoever answers for an organisation's files does: the console's pages, for programs and the command line.

Ids, counts and dates: neither names of files nor people.
"""

from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, Router, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from chassis.commands import Commands
from chassis.http import Ask, By
from chassis.pagination import Page
from chassis.problems import said
from documents.commands.hold_bundle import HoldBundle, hold_bundle, release_bundle
from documents.commands.keep_bundle import OneBundle
from documents.commands.read_dossier import WithdrawReading, withdraw_reading
from documents.commands.set_retention import set_retention
from documents.domain.retention import RetentionRule
from documents.http import assistants
from documents.queries.list_failed_checks import CheckLine, list_failed_checks
from documents.queries.list_readings import AskReadings, ReadingView, list_standing
from documents.queries.retention import RetentionView, read_retention
from documents.queries.storage_use import StorageView, read_storage_use

WATCH = "documents.scans.read"
MANAGE = "documents.retention.manage"
Run = NamedDependency[Commands[Any]]


class Term(msgspec.Struct, forbid_unknown_fields=True):
    """`days` after the end, 1 to 36,500; `reference` is the text that fixes them."""

    days: int
    reference: str


class Hold(msgspec.Struct, forbid_unknown_fields=True):
    """`reason`, 1 to 300 characters: « Recours n° 2026-14 »."""

    bundle_id: UUID
    reason: str


@get("/checks", needs=WATCH, operation_id="list_checks", assistants=assistants.CHECKS)
async def checks(
    request: Request[Any, Any, Any],
    actor: By,
    queries: Ask,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 50,
) -> Page[CheckLine]:
    """Files that are not clean: refused, waiting, or to be checked again. The newest first."""
    found = await queries.ask(list_failed_checks, (cursor, limit), actor=actor)
    for line in found.items:
        line.cause = said(request, line.cause or "") or None
    return found


@get("/storage", needs=WATCH, operation_id="read_storage", assistants=assistants.STORAGE)
async def storage(actor: By, queries: Ask, commands: Run) -> StorageView:
    """How much is kept, for whom, of which type, how it grew; and what the last comparison of every file found."""
    return await queries.ask(read_storage_use, commands.now(), actor=actor)


@get("/retention", needs=MANAGE, operation_id="read_retention", assistants=assistants.RETENTION)
async def retention(actor: By, queries: Ask) -> RetentionView:
    """Terms, what is erased next, what is held back."""
    return await queries.ask(read_retention, None, actor=actor)


@put("/retention/terms/{issuer:str}", needs=MANAGE, status_code=204)
async def set_term(issuer: FromPath[str], data: JSONBody[Term], actor: By, commands: Run) -> None:
    """`issuer` is demarches or ticketing. What has ended already follows the new term."""
    await commands.run(set_retention, RetentionRule(issuer, data.days, data.reference), actor=actor)


@post("/retention/holds", needs=MANAGE, status_code=204)
async def hold(data: JSONBody[Hold], actor: By, commands: Run) -> None:
    """Nothing of this dossier or ticket is erased while it is held. Holding it twice keeps the first reason."""
    await commands.run(hold_bundle, HoldBundle(data.bundle_id, data.reason), actor=actor)


@delete("/retention/holds/{bundle_id:uuid}", needs=MANAGE, status_code=204)
async def release(bundle_id: FromPath[UUID], actor: By, commands: Run) -> None:
    """What should have been erased meanwhile is erased now."""
    await commands.run(release_bundle, OneBundle(bundle_id), actor=actor)


@get("/readings", needs=MANAGE)
async def readings(
    actor: By, queries: Ask, commands: Run, cursor: FromQuery[str | None] = None, limit: FromQuery[int] = 50
) -> Page[ReadingView]:
    """Which agent may read the pieces of which dossier now."""
    return await queries.ask(list_standing, AskReadings(commands.now(), cursor, limit), actor=actor)


@delete("/readings/{grant_id:uuid}", needs=MANAGE, status_code=204)
async def withdraw(grant_id: FromPath[UUID], actor: By, commands: Run) -> None:
    """For good: this agent opens nothing more of this dossier."""
    await commands.run(withdraw_reading, WithdrawReading(grant_id), actor=actor)


ROUTES = [
    Router("/department", route_handlers=[checks, storage, retention, set_term, hold, release, readings, withdraw])
]
