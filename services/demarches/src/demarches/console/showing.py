"""The page of one dossier, on a visit as well as after an act that did not fit."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from litestar import Request, Response

from chassis.actor import Actor
from chassis.clock import Clock
from chassis.console import ConsolePages
from chassis.pages import FormState
from chassis.queries import Queries
from contracts.documents import PIECE_TYPES
from demarches.console.names import Names
from demarches.domain.answers import today_at
from demarches.domain.refusals import NoSuchTransition
from demarches.queries.desk.dossier_page import DossierPage, read_dossier_page
from demarches.queries.dossier.read import AskDossier, read_instruction
from demarches.queries.dossier.views import HistoryLine, InstructionView
from demarches.queries.words import translation


class RefusedAct(NamedTuple):
    """Why it was not done, and what was written for it."""

    why: str
    typed: list[str]


class DossierPages:
    def __init__(self, queries: Queries, console: ConsolePages, names: Names, clock: Clock) -> None:
        self._queries, self._console, self._names, self._clock = queries, console, names, clock

    async def show(
        self,
        request: Request[Any, Any, Any],
        actor: Actor,
        dossier_id: UUID,
        form: FormState | None = None,
        *,
        since: str | None = None,
        refused: RefusedAct | None = None,
    ) -> Response[str]:
        """`since`: what was shown when the agent acted, and is no longer so; what changed is told (412). `refused`: what
        the dossier's state does not allow any more (409)."""
        page = await self.read(actor, dossier_id)
        return await self.show_page(request, actor, page, form, since=since, refused=refused)

    async def read(self, actor: Actor, dossier_id: UUID) -> DossierPage:
        return await self._queries.ask(read_dossier_page, AskDossier(dossier_id, self._clock()), actor=actor)

    async def show_page(
        self,
        request: Request[Any, Any, Any],
        actor: Actor,
        page: DossierPage,
        form: FormState | None = None,
        *,
        since: str | None = None,
        refused: RefusedAct | None = None,
    ) -> Response[str]:
        found, choices, _ = page.found, page.choices, translation(actor.locale)
        people = [found.examiner, found.decided_by, *(note.author for note in found.notes)]
        people += [message.author for message in found.dossier.messages if message.side == "agent"]
        people += [line.who for line in found.dossier.history]
        people += [person for opinion in found.opinions for person in (opinion.asked_by, opinion.given_by)]
        return self._console.render(
            request,
            actor,
            "demarches/dossier.html",
            412 if since is not None else 409 if refused else 422 if form and form.errors else 200,
            found=found,
            choices=choices,
            changed=changed_since(found, since) if since is not None else None,
            refused=refused,
            read_at=self._clock(),
            dossier=found.dossier,
            bookings=[(booking, today_at(booking.starts_at)) for booking in found.dossier.bookings],
            names=await self._names.of(actor, [*people, *choices.agents]),
            piece_types=[(name, _(label)) for name, label in PIECE_TYPES.items()],
            form=form or FormState(),
        )

    async def show_move(
        self,
        request: Request[Any, Any, Any],
        actor: Actor,
        dossier_id: UUID,
        name: str,
        form: FormState,
        *,
        since: str | None = None,
    ) -> Response[str]:
        """Names what will happen before it does."""
        found = await self._queries.ask(read_instruction, AskDossier(dossier_id, self._clock()), actor=actor)
        offered = found.workflow.transitions if found.workflow else []
        transition = next((one for one in offered if one.id == name and one.allowed), None)
        if transition is None:
            raise NoSuchTransition
        shown = {"dossier": found.dossier, "transition": transition, "form": form}
        return await self._before(request, actor, "demarches/move.html", found, since, **shown)

    async def show_decision(
        self,
        request: Request[Any, Any, Any],
        actor: Actor,
        dossier_id: UUID,
        outcome: str,
        form: FormState,
        *,
        since: str | None = None,
    ) -> Response[str]:
        found = await self._queries.ask(read_instruction, AskDossier(dossier_id, self._clock()), actor=actor)
        shown = {"dossier": found.dossier, "outcome": outcome, "form": form}
        shown["waited"] = [one for one in found.opinions if one.given_at is None and not one.withdrawn]
        shown["missing"] = [one for one in found.dossier.piece_requests if one.answered_at is None]
        return await self._before(request, actor, "demarches/decision.html", found, since, **shown)

    async def _before(
        self,
        request: Request[Any, Any, Any],
        actor: Actor,
        template: str,
        found: InstructionView,
        since: str | None,
        *,
        form: FormState,
        **shown: Any,
    ) -> Response[str]:
        """A page that names what will happen, with what was typed there; what changed meanwhile is told (412)."""
        changed = changed_since(found, since) if since is not None else None
        names = await self._names.of(actor, [line.who for line in changed or ()])
        status = 412 if changed is not None else 422 if form.errors else 200
        return self._console.render(request, actor, template, status, changed=changed, names=names, form=form, **shown)


def changed_since(found: InstructionView, since: str) -> list[HistoryLine]:
    """What happened to the dossier after the page that the agent had before their eyes, newest first."""
    try:
        seen = datetime.fromisoformat(since)
    except ValueError:
        return found.dossier.history[:1]
    return [line for line in found.dossier.history if line.at > seen] or found.dossier.history[:1]
