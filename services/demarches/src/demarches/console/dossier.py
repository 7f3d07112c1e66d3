"""One dossier, as agents read it."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from chassis.commands import Commands
from chassis.http import Ask, By
from chassis.tokens import Signer
from demarches.commands.instruction.open_dossier import OpenDossier, open_dossier
from demarches.commands.pieces.open_file import OpenFile, open_file
from demarches.console.showing import DossierPages
from demarches.domain.policies import READ
from demarches.http.decisions import sheet_answer
from demarches.http.pieces import view_grant
from demarches.queries.decisions.read import sheet_of
from demarches.queries.dossier.files import piece_of_file
from demarches.storage.unit_of_work import DemarchesWork

Run = NamedDependency[Commands[DemarchesWork]]
PURPOSE = "instruction"


@get("/dossiers/{dossier_id:uuid}", needs=READ)
async def show(
    request: Request[Any, Any, Any],
    dossier_id: FromPath[UUID],
    actor: By,
    commands: Run,
    dossiers: NamedDependency[DossierPages],
) -> Response[str]:
    """Each opening is written down before the page leaves; whoever instructs has read the messages that it shows."""
    page = await dossiers.read(actor, dossier_id)
    said = page.found.dossier.messages
    read = tuple(message.id for message in said if message.side == "applicant" and message.read_at is None)
    await commands.run(open_dossier, OpenDossier(dossier_id, read), actor=actor)
    return await dossiers.show_page(request, actor, page)


@get("/dossiers/{dossier_id:uuid}/pieces/{file_id:uuid}", needs=READ)
async def look(
    dossier_id: FromPath[UUID],
    file_id: FromPath[UUID],
    actor: By,
    queries: Ask,
    commands: Run,
    signer: NamedDependency[Signer],
) -> Redirect:
    """To documents' own page, with leave to read this file for a minute."""
    piece_id = await queries.ask(piece_of_file, (dossier_id, file_id), actor=actor)
    opened = await commands.run(open_file, OpenFile(dossier_id, piece_id, file_id, PURPOSE), actor=actor)
    grant = view_grant(signer, actor.tenant, opened, PURPOSE)
    return Redirect(f"/documents/view?grant={grant}", status_code=303)


@get("/dossiers/{dossier_id:uuid}/decision.pdf", needs=READ)
async def decision_sheet(dossier_id: FromPath[UUID], actor: By, queries: Ask) -> Response[bytes]:
    return sheet_answer(await queries.ask(sheet_of, dossier_id, actor=actor))


ROUTES = [show, look, decision_sheet]
