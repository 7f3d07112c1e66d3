"""For members: what they have leave to read, and for those who watch over files, checks, terms and figures."""

from typing import Any
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from chassis.access import Needs
from chassis.commands import Commands
from chassis.http import Ask, By
from chassis.pagination import Page
from documents.http import assistants
from documents.queries.list_failed_checks import CheckLine, list_failed_checks
from documents.queries.list_handed_over import AskHandedOver, list_handed_over
from documents.queries.list_readings import AskReadings, ReadingView, list_own_readings
from documents.queries.retention import RetentionView, read_retention
from documents.queries.storage_use import StorageView, read_storage_use
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
async def files(bundle_id: FromPath[UUID], actor: By, queries: Ask, commands: Run) -> list[FileView]:
    """Of a dossier whose pieces one has leave to read, because one has opened one of them."""
    question = AskHandedOver(bundle_id, AskReadings(commands.now()))
    return await queries.ask(list_handed_over, question, actor=actor)


@get("/checks", needs="documents.scans.read", operation_id="list_checks", assistants=assistants.CHECKS)
async def checks(
    actor: By, queries: Ask, cursor: FromQuery[str | None] = None, limit: FromQuery[int] = 50
) -> Page[CheckLine]:
    """Files whose check failed, waits or was refused: neither names nor people."""
    return await queries.ask(list_failed_checks, (cursor, limit), actor=actor)


@get("/retention", needs="documents.retention.manage", operation_id="read_retention", assistants=assistants.RETENTION)
async def retention(actor: By, queries: Ask) -> RetentionView:
    """The terms, what goes next, and what is held back."""
    return await queries.ask(read_retention, None, actor=actor)


@get("/storage", needs="documents.scans.read", operation_id="read_storage", assistants=assistants.STORAGE)
async def storage(actor: By, queries: Ask, commands: Run) -> StorageView:
    return await queries.ask(read_storage_use, commands.now(), actor=actor)


ROUTES = [readings, files, checks, retention, storage]
