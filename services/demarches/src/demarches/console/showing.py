"""The page of one dossier, on a visit as well as after an act that did not fit."""

from typing import Any
from uuid import UUID

from litestar import Request, Response

from chassis.actor import Actor
from chassis.clock import Clock
from chassis.console import ConsolePages
from chassis.pages import FormState
from chassis.queries import Queries
from contracts.documents import PIECE_TYPES
from demarches.console.names import Names
from demarches.queries.dossier.read import AskDossier, read_instruction


class DossierPages:
    def __init__(self, queries: Queries, console: ConsolePages, names: Names, clock: Clock) -> None:
        self._queries, self._console, self._names, self._clock = queries, console, names, clock

    async def show(
        self, request: Request[Any, Any, Any], actor: Actor, dossier_id: UUID, form: FormState | None = None
    ) -> Response[str]:
        found = await self._queries.ask(read_instruction, AskDossier(dossier_id, self._clock()), actor=actor)
        people = [found.examiner, found.decided_by, *(note.author for note in found.notes)]
        people += [message.author for message in found.dossier.messages if message.side == "agent"]
        return self._console.render(
            request,
            actor,
            "demarches/dossier.html",
            422 if form and form.errors else 200,
            found=found,
            dossier=found.dossier,
            names=await self._names.of(actor, people),
            piece_types=list(PIECE_TYPES.items()),
            form=form or FormState(),
        )

    async def show_decision(
        self, request: Request[Any, Any, Any], actor: Actor, dossier_id: UUID, outcome: str, form: FormState
    ) -> Response[str]:
        found = await self._queries.ask(read_instruction, AskDossier(dossier_id, self._clock()), actor=actor)
        shown = {"dossier": found.dossier, "outcome": outcome, "form": form}
        return self._console.render(request, actor, "demarches/decision.html", 422 if form.errors else 200, **shown)
