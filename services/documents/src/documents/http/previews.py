"""Files looked at in the page: small pictures, and pages drawn by the checks' own process."""

from pathlib import Path
from uuid import UUID

from litestar import Response, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from chassis.access import Needs
from chassis.http import By
from documents.checks.verdict import Outcome
from documents.commands.open_file import OpenSafeFile, open_safe_file
from documents.commands.show_thumbnail import ShowThumbnail, show_thumbnail
from documents.domain.refusals import FileUnsafe, PreviewUnavailable
from documents.http.delivery import SEALED_OFF, fetched
from documents.http.safe import Run
from documents.scanning.hatchery import ChecksFailed
from documents.scanning.process import Checks
from documents.storage.objects import ObjectStore
from documents.tools import verify_journal

DRAWN = {
    "x-content-type-options": "nosniff",
    "content-security-policy": SEALED_OFF,
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "private, no-store",
}
WIDTHS = (480, 1000, 1600)
VERIFIER = Path(verify_journal.__file__).read_bytes()


@get("/{file_id:uuid}/thumbnail", needs=Needs.CITIZEN)
async def thumbnail(file_id: FromPath[UUID], actor: By, commands: Run) -> Response[bytes]:
    """The first page, 360 pixels at most. Drawn when the file was checked, and sealed with its key."""
    picture = await commands.run(show_thumbnail, ShowThumbnail(file_id), actor=actor)
    return Response(picture, media_type="image/jpeg", headers=DRAWN)


@get("/{file_id:uuid}/pages/{number:int}", needs=Needs.CITIZEN)
async def page(
    file_id: FromPath[UUID],
    number: FromPath[int],
    actor: By,
    commands: Run,
    store: NamedDependency[ObjectStore],
    checks: NamedDependency[Checks],
    width: FromQuery[int] = 1000,
) -> Response[bytes]:
    """One page as a picture, counted from 1. The first is an opening, and the journal says so; the others belong to it."""
    command = OpenSafeFile(file_id, glance=number != 1)
    opened = await commands.run(open_safe_file, command, actor=actor)
    if not opened.is_checked:
        raise PreviewUnavailable
    sealed = await fetched(opened, store, commands, actor)
    try:
        width = next((known for known in WIDTHS if known >= width), WIDTHS[-1])
        verdict, picture = await checks.draw_page(sealed.segments(), max(0, number - 1), width)
    except ChecksFailed as error:
        raise PreviewUnavailable from error
    finally:
        sealed.close()
    if verdict.outcome is not Outcome.CLEAN:
        raise FileUnsafe
    return Response(picture, media_type="image/jpeg", headers={**DRAWN, "parvis-pages": str(verdict.pages)})


@get("/journal-verifier", needs=Needs.ANYONE)
async def journal_verifier() -> Response[bytes]:
    """The script that checks an exported journal without us."""
    return Response(VERIFIER, media_type="text/x-python; charset=utf-8")


ROUTES = [journal_verifier, Router("/safe/files", route_handlers=[thumbnail, page])]
