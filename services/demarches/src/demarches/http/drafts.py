"""A dossier until it is sent."""

from typing import Any
from uuid import UUID

from litestar import Response, Router, delete, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from chassis.access import Needs
from chassis.commands import Commands
from chassis.http import By
from demarches.commands.drafts.autosave_step import AutosaveStep, autosave_step
from demarches.commands.drafts.discard_draft import DiscardDraft, discard_draft
from demarches.commands.drafts.open_draft import OpenDraft, Opened, open_draft
from demarches.commands.drafts.save_step import SaveStep, save_step
from demarches.commands.drafts.submit_dossier import SubmitDossier, submit_dossier
from demarches.domain.dossier import Dossier
from demarches.domain.tracking import token_of
from demarches.http.bodies import Answers
from demarches.storage.unit_of_work import DemarchesWork

Run = NamedDependency[Commands[DemarchesWork]]


class OpenedView(Struct, kw_only=True):
    """`resumed`: it was begun earlier; propose to go on with it."""

    id: UUID
    resumed: bool
    version: int

    @classmethod
    def of(cls, opened: Opened) -> "OpenedView":
        return cls(id=opened.dossier.id, resumed=opened.resumed, version=opened.dossier.version)


class SavedView(Struct, kw_only=True):
    id: UUID
    version: int
    saved_at: Any

    @classmethod
    def of(cls, dossier: Dossier) -> "SavedView":
        return cls(id=dossier.id, version=dossier.version, saved_at=dossier.changed_at)


class SubmissionView(Struct, kw_only=True):
    """The same for whoever sends the draft again; `tracking` lets a visitor follow the dossier."""

    id: UUID
    reference: str
    submitted_at: Any
    tracking: str | None

    @classmethod
    def of(cls, dossier: Dossier) -> "SubmissionView":
        return cls(
            id=dossier.id,
            reference=dossier.reference or "",
            submitted_at=dossier.submitted_at,
            tracking=None if dossier.has_account else token_of(dossier),
        )


@post("/dossiers", needs=Needs.ANYONE)
async def begin(data: JSONBody[OpenDraft], actor: By, commands: Run) -> Response[OpenedView]:
    """201 for a new draft, 200 for the one already begun: asking twice is harmless."""
    opened = await commands.run(open_draft, data, actor=actor, show=OpenedView.of)
    return Response(opened, status_code=200 if opened.resumed else 201)


@put("/dossiers/{dossier_id:uuid}/steps/{step:str}", needs=Needs.ANYONE)
async def save(
    dossier_id: FromPath[UUID], step: FromPath[str], data: JSONBody[Answers], actor: By, commands: Run
) -> SavedView:
    """Validated: 422 points at each answer that cannot be taken, 409 says which step comes first."""
    return await commands.run(save_step, SaveStep(dossier_id, step, data.answers), actor=actor, show=SavedView.of)


@put("/dossiers/{dossier_id:uuid}/steps/{step:str}/typed", needs=Needs.ANYONE)
async def autosave(
    dossier_id: FromPath[UUID], step: FromPath[str], data: JSONBody[Answers], actor: By, commands: Run
) -> SavedView:
    """As typed, not validated: what is half written is kept too."""
    command = AutosaveStep(dossier_id, step, data.answers)
    return await commands.run(autosave_step, command, actor=actor, show=SavedView.of)


@delete("/dossiers/{dossier_id:uuid}", needs=Needs.ANYONE)
async def discard(dossier_id: FromPath[UUID], actor: By, commands: Run) -> None:
    await commands.run(discard_draft, DiscardDraft(dossier_id), actor=actor)


@post("/dossiers/{dossier_id:uuid}/submission", needs=Needs.ANYONE)
async def submit(dossier_id: FromPath[UUID], actor: By, commands: Run) -> SubmissionView:
    """The draft's id makes it once: a repetition, an `Idempotency-Key` or not, gets the same answer."""
    return await commands.run(submit_dossier, SubmitDossier(dossier_id), actor=actor, show=SubmissionView.of)


router = Router("/", route_handlers=[begin, save, autosave, discard, submit])
