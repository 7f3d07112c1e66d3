"""What agents do to a dossier, as forms."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from chassis.http import By
from chassis.pages import FormState
from demarches.commands.exchanges.post_message import PostMessage, post_message
from demarches.commands.exchanges.write_note import WriteNote, write_note
from demarches.commands.instruction.decide_dossier import DecideDossier, decide_dossier
from demarches.commands.instruction.take_dossier import TakeDossier, take_dossier
from demarches.commands.pieces.ask_for_piece import AskForPiece, ask_for_piece
from demarches.console.acting import N_, Acts, AnyRequest, Visit, version_in
from demarches.console.fields import Fields
from demarches.console.showing import DossierPages
from demarches.domain.dossier import Outcome
from demarches.domain.policies import DECIDE, INSTRUCT

Doing = NamedDependency[Acts]
TAKEN = N_("Vous instruisez cette demande.")
ASKED = N_("La pièce est demandée. Le demandeur est averti par courriel.")
WRITTEN = N_("Message envoyé. Le demandeur est averti par courriel.")
NOTED = N_("Note ajoutée. Le demandeur ne la voit pas.")
DECIDED = N_("Décision enregistrée. Le demandeur est averti par courriel.")


@post("/dossiers/{dossier_id:uuid}/examination", needs=INSTRUCT)
async def take(request: AnyRequest, dossier_id: FromPath[UUID], actor: By, acts: Doing) -> Response[Any]:
    def make(fields: Fields) -> TakeDossier:
        return TakeDossier(dossier_id, version_in(fields))

    return await acts.do(Visit(request, actor, dossier_id), take_dossier, make, TAKEN)


@post("/dossiers/{dossier_id:uuid}/piece-requests", needs=INSTRUCT)
async def ask_piece(request: AnyRequest, dossier_id: FromPath[UUID], actor: By, acts: Doing) -> Response[Any]:
    def make(fields: Fields) -> AskForPiece:
        return AskForPiece(
            dossier_id=dossier_id,
            type=fields.get("piece-type") or "other",
            label=fields.get("piece-label", ""),
            reason=fields.get("piece-reason", ""),
            indispensable="piece-indispensable" in fields,
            expected=version_in(fields),
        )

    return await acts.do(Visit(request, actor, dossier_id), ask_for_piece, make, ASKED, prefix="piece-")


@post("/dossiers/{dossier_id:uuid}/messages", needs=INSTRUCT)
async def write(request: AnyRequest, dossier_id: FromPath[UUID], actor: By, acts: Doing) -> Response[Any]:
    def make(fields: Fields) -> PostMessage:
        return PostMessage(dossier_id, fields.get("message-body", ""))

    return await acts.do(Visit(request, actor, dossier_id), post_message, make, WRITTEN, prefix="message-")


@post("/dossiers/{dossier_id:uuid}/notes", needs=INSTRUCT)
async def note(request: AnyRequest, dossier_id: FromPath[UUID], actor: By, acts: Doing) -> Response[Any]:
    def make(fields: Fields) -> WriteNote:
        return WriteNote(dossier_id, fields.get("note-body", ""))

    return await acts.do(Visit(request, actor, dossier_id), write_note, make, NOTED, prefix="note-")


@get("/dossiers/{dossier_id:uuid}/decision", needs=DECIDE)
async def ask_decision(
    request: AnyRequest,
    dossier_id: FromPath[UUID],
    actor: By,
    dossiers: NamedDependency[DossierPages],
    issue: FromQuery[Outcome] = Outcome.ACCEPTED,
) -> Response[str]:
    """Names what will happen before it does."""
    return await dossiers.show_decision(request, actor, dossier_id, str(issue), FormState())


@post("/dossiers/{dossier_id:uuid}/decision/{issue:str}", needs=DECIDE)
async def decide(
    request: AnyRequest,
    dossier_id: FromPath[UUID],
    issue: FromPath[Outcome],
    actor: By,
    acts: Doing,
    dossiers: NamedDependency[DossierPages],
) -> Response[Any]:
    def make(fields: Fields) -> DecideDossier:
        return DecideDossier(dossier_id, issue, fields.get("reasons", ""), version_in(fields))

    async def again(form: FormState, since: str | None) -> Response[str]:
        return await dossiers.show_decision(request, actor, dossier_id, str(issue), form, since=since)

    return await acts.do(Visit(request, actor, dossier_id), decide_dossier, make, DECIDED, again=again)


ROUTES = [take, ask_piece, write, note, ask_decision, decide]
