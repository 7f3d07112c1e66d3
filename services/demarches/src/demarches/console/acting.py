"""Running an agent's act: back to the dossier when it is done, to what was typed when it does not fit."""

from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple
from urllib.parse import parse_qsl
from uuid import UUID

from litestar import Request, Response

from chassis.actor import Actor
from chassis.clock import Clock
from chassis.commands import Commands, Handler
from chassis.console import ConsolePages
from chassis.pages import FormState
from chassis.queries import Queries
from chassis.refusals import Conflict, Invalid
from demarches.console.names import Names
from demarches.console.showing import DossierPages
from demarches.domain.refusals import DossierAlreadyDecided
from demarches.queries.dossier.read import AskDossier, read_instruction
from demarches.queries.words import dates, translation
from demarches.storage.unit_of_work import DemarchesWork

AnyRequest = Request[Any, Any, Any]
Fields = dict[str, str]
ShowAgain = Callable[[FormState], Awaitable[Response[str]]]


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for it
    return text


class Visit(NamedTuple):
    request: AnyRequest
    actor: Actor
    dossier_id: UUID

    async def fields(self) -> Fields:
        return dict(parse_qsl((await self.request.body()).decode(), keep_blank_values=True))


class Acts:
    def __init__(
        self,
        commands: Commands[DemarchesWork],
        queries: Queries,
        console: ConsolePages,
        dossiers: DossierPages,
        names: Names,
        clock: Clock,
    ) -> None:
        self._commands, self._queries, self._console = commands, queries, console
        self._dossiers, self._names, self._clock = dossiers, names, clock

    async def do(
        self,
        visit: Visit,
        handler: Handler[Any, DemarchesWork, Any],
        make: Callable[[Fields], Any],
        said: str,
        *,
        prefix: str = "",
        again: ShowAgain | None = None,
    ) -> Response[Any]:
        """`make` reads the command from the fields; `prefix` tells this form's fields from the page's other forms'."""
        fields = await visit.fields()
        try:
            await self._commands.run(handler, make(fields), actor=visit.actor)
        except Invalid as invalid:
            errors = {prefix + fault.pointer.strip("/"): fault.message for fault in invalid.faults}
            form = FormState(fields, errors or {"": invalid.title})
            return await (
                again(form) if again else self._dossiers.show(visit.request, visit.actor, visit.dossier_id, form)
            )
        except Conflict as conflict:
            return self._back(visit, await self._why(visit, conflict), "warning")
        return self._back(visit, translation(visit.actor.locale)(said), "success")

    def _back(self, visit: Visit, said: str, kind: str) -> Response[None]:
        return self._console.redirect(f"/demarches/dossiers/{visit.dossier_id}", flash=said, kind=kind)

    async def _why(self, visit: Visit, conflict: Conflict) -> str:
        """For a decision already taken: who took it, and when."""
        locale = visit.actor.locale
        _ = translation(locale)
        title = _(conflict.title)
        if not isinstance(conflict, DossierAlreadyDecided):
            return title
        question = AskDossier(visit.dossier_id, self._clock())
        found = await self._queries.ask(read_instruction, question, actor=visit.actor)
        decision, by = found.dossier.decision, found.decided_by
        if decision is None or by is None:
            return title
        who = (await self._names.of(visit.actor, [by])).get(by) or _("un autre agent")
        said = _("%(title)s Décision « %(outcome)s », %(when)s, par %(who)s.")
        when = dates(locale).moment(decision.at)
        return said % {"title": title, "outcome": found.dossier.status_word, "when": when, "who": who}
