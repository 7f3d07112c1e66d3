"""What agents do with dossiers."""

from uuid import UUID

from litestar import Response, Router, get, post
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Struct

from chassis.http import Again, Ask, By, IfMatch, etag
from chassis.pagination import Page
from demarches.commands.exchanges.write_note import WriteNote, write_note
from demarches.commands.instruction.decide_dossier import DecideDossier, decide_dossier
from demarches.commands.instruction.open_dossier import OpenDossier, open_dossier
from demarches.commands.instruction.take_dossier import TakeDossier, take_dossier
from demarches.commands.pieces.ask_for_piece import AskForPiece, ask_for_piece
from demarches.domain.answers import today_at
from demarches.domain.dossier import Status
from demarches.domain.pieces import PieceRequest
from demarches.domain.policies import DECIDE, INSTRUCT, READ
from demarches.http import assistants
from demarches.http.bodies import NewDecision, NewMessage, PieceToAskFor
from demarches.http.dossiers import Now, StatusView
from demarches.http.drafts import Run
from demarches.queries.desk.queue import AskQueue, list_queue
from demarches.queries.dossier.read import AskDossier, read_instruction
from demarches.queries.dossier.views import InstructionView
from demarches.queries.dossiers import DossierLine


class AskedView(Struct, kw_only=True):
    id: UUID
    dossier_id: UUID

    @classmethod
    def of(cls, request: PieceRequest) -> "AskedView":
        return cls(id=request.id, dossier_id=request.dossier_id)


class NoteWritten(Struct):
    id: UUID


@get("/dossiers", needs=READ, operation_id="list_dossiers", assistants=assistants.LIST)
async def queue(
    actor: By,
    queries: Ask,
    clock: Now,
    view: FromQuery[str] = "all",
    demarche: FromQuery[str | None] = None,
    department: FromQuery[UUID | None] = None,
    status: FromQuery[Status | None] = None,
    agent: FromQuery[UUID | None] = None,
    q: FromQuery[str] = "",
    sort: FromQuery[str] = "-received",
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 50,
) -> Page[DossierLine]:
    question = AskQueue(
        today=today_at(clock()),
        view=view,
        demarche=demarche,
        department=department,
        status=status,
        agent=agent,
        q=q,
        sort=sort,
        cursor=cursor,
        limit=limit,
    )
    return await queries.ask(list_queue, question, actor=actor)


@get("/dossiers/{dossier_id:uuid}/instruction", needs=READ, operation_id="open_dossier", assistants=assistants.OPEN)
async def show(
    dossier_id: FromPath[UUID], actor: By, queries: Ask, commands: Run, clock: Now
) -> Response[InstructionView]:
    """Opening somebody's dossier is written in the journal. The `ETag` is what `If-Match` of an act wants."""
    await commands.run(open_dossier, OpenDossier(dossier_id), actor=actor)
    view = await queries.ask(read_instruction, AskDossier(dossier_id, clock()), actor=actor)
    return Response(view, headers=etag(view.dossier.version))


@post(
    "/dossiers/{dossier_id:uuid}/examination",
    needs=INSTRUCT,
    operation_id="take_dossier",
    assistants=assistants.TAKE,
)
async def take(dossier_id: FromPath[UUID], actor: By, commands: Run, once: Again, if_match: IfMatch) -> StatusView:
    command = TakeDossier(dossier_id, if_match)
    return await commands.run(take_dossier, command, actor=actor, show=StatusView.of, once=once)


@post(
    "/dossiers/{dossier_id:uuid}/piece-requests",
    needs=INSTRUCT,
    operation_id="ask_for_piece",
    assistants=assistants.ASK_PIECE,
)
async def ask_piece(
    dossier_id: FromPath[UUID], data: JSONBody[PieceToAskFor], actor: By, commands: Run, once: Again, if_match: IfMatch
) -> AskedView:
    command = AskForPiece(
        dossier_id=dossier_id,
        type=data.type,
        label=data.label,
        reason=data.reason,
        indispensable=data.indispensable,
        expected=if_match,
    )
    return await commands.run(ask_for_piece, command, actor=actor, show=AskedView.of, once=once)


@post("/dossiers/{dossier_id:uuid}/notes", needs=INSTRUCT, operation_id="write_note", assistants=assistants.NOTE)
async def note(
    dossier_id: FromPath[UUID], data: JSONBody[NewMessage], actor: By, commands: Run, once: Again
) -> NoteWritten:
    command = WriteNote(dossier_id, data.body)
    return await commands.run(write_note, command, actor=actor, show=NoteWritten, once=once)


@post("/dossiers/{dossier_id:uuid}/decision", needs=DECIDE)
async def decide(
    dossier_id: FromPath[UUID], data: JSONBody[NewDecision], actor: By, commands: Run, once: Again, if_match: IfMatch
) -> StatusView:
    command = DecideDossier(dossier_id, data.outcome, data.reasons, if_match)
    return await commands.run(decide_dossier, command, actor=actor, show=StatusView.of, once=once)


router = Router("/", route_handlers=[queue, show, take, ask_piece, note, decide])
