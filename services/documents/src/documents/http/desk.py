"""For members: what they have leave to read, names and states."""

from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from chassis.access import Needs
from chassis.commands import Commands
from chassis.http import Ask, By
from chassis.pagination import Page
from chassis.problems import said
from documents.http import assistants
from documents.queries.list_handed_over import AskHandedOver, list_handed_over
from documents.queries.list_readings import AskReadings, ReadingView, list_own_readings
from documents.queries.views import FileView

Run = NamedDependency[Commands[Any]]


@get("/readings", needs=Needs.MEMBER, operation_id="list_readings", assistants=assistants.READINGS)
async def readings(
    actor: By, queries: Ask, commands: Run, cursor: FromQuery[str | None] = None, limit: FromQuery[int] = 50
) -> Page[ReadingView]:
    """One's own leave to read pieces that stands now, newest first."""
    return await queries.ask(list_own_readings, AskReadings(commands.now(), cursor, limit), actor=actor)


@get(
    "/readings/{bundle_id:uuid}/files",
    needs=Needs.MEMBER,
    operation_id="list_dossier_files",
    assistants=assistants.FILES,
)
async def files(
    request: Request[Any, Any, Any], bundle_id: FromPath[UUID], actor: By, queries: Ask, commands: Run
) -> list[FileView]:
    """Of a dossier whose pieces one has leave to read, because one has opened one of them."""
    question = AskHandedOver(bundle_id, AskReadings(commands.now()))
    found = await queries.ask(list_handed_over, question, actor=actor)
    for file in found:
        file.cause = said(request, file.cause or "") or None
    return found


ROUTES = [readings, files]
