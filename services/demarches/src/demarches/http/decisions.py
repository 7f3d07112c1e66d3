"""The document of a decision: downloaded by who sees the dossier, verified by whoever holds a copy."""

from uuid import UUID

from litestar import Response, Router, get
from litestar.params import FromPath

from chassis.access import Needs
from chassis.http import Ask, By
from demarches.domain.letters import DecisionDocument
from demarches.queries.decisions.read import VerifiedView, sheet_of, verify


def sheet_answer(document: DecisionDocument) -> Response[bytes]:
    assert document.sheet is not None
    headers = {
        "content-disposition": f'inline; filename="{document.number}.pdf"',
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
    }
    return Response(document.sheet, media_type="application/pdf", headers=headers)


@get("/dossiers/{dossier_id:uuid}/decision.pdf", needs=Needs.ANYONE)
async def sheet(dossier_id: FromPath[UUID], actor: By, queries: Ask) -> Response[bytes]:
    return sheet_answer(await queries.ask(sheet_of, dossier_id, actor=actor))


@get("/decisions/{code:str}", needs=Needs.ANYONE)
async def verified(code: FromPath[str], actor: By, queries: Ask) -> VerifiedView:
    """By the code printed at the foot of each page."""
    return await queries.ask(verify, code, actor=actor)


router = Router("/", route_handlers=[sheet, verified])
