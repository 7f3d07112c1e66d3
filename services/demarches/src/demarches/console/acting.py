"""Running an agent's act: back to the dossier when it is done, to what was typed when it does not fit."""

from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple
from uuid import UUID

from litestar import Request, Response

from chassis.actor import Actor
from chassis.clock import Clock
from chassis.commands import Commands, Handler
from chassis.console import ConsolePages
from chassis.pages import FormState
from chassis.queries import Queries
from chassis.refusals import Conflict, Invalid, Stale
from demarches.console.fields import Fields, fields_of
from demarches.console.names import Names
from demarches.console.showing import DossierPages, RefusedAct
from demarches.domain.refusals import DossierAlreadyDecided
from demarches.queries.dossier.read import AskDossier, read_instruction
from demarches.queries.words import dates, translation
from demarches.storage.unit_of_work import DemarchesWork

AnyRequest = Request[Any, Any, Any]
SAID = "said/"
WORDS = frozenset({"message-body", "note-body", "piece-reason", "opinion-question", "given-answer", "reasons"})
# What was typed; what was shown when it was, if that is no longer so (412).
ShowAgain = Callable[[FormState, str | None], Awaitable[Response[str]]]


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for it
    return text


def version_in(fields: Fields) -> int | None:
    """The version that the agent had before their eyes when they pressed the button."""
    typed = fields.get("version", "")
    return int(typed) if typed.isdecimal() else None


def written_in(fields: Fields) -> list[str]:
    """What an agent wrote in words of their own, which no refusal may lose: the field may be gone from the page."""
    return [text for name, text in fields.items() if text.strip() and (name in WORDS or name.startswith(SAID))]


class Visit(NamedTuple):
    request: AnyRequest
    actor: Actor
    dossier_id: UUID

    async def fields(self) -> Fields:
        return await fields_of(self.request)


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
        leads: str | None = None,
    ) -> Response[Any]:
        """`make` reads the command from the fields; `prefix` tells this form's fields from the page's other forms'.

        `leads`: where to go when it is done, instead of back to the dossier.
        """
        fields = await visit.fields()
        try:
            await self._commands.run(handler, make(fields), actor=visit.actor)
        except Invalid as invalid:
            errors = {prefix + fault.pointer.strip("/"): fault.message for fault in invalid.faults}
            form = FormState(fields, errors or {"": invalid.title})
            return await (
                again(form, None) if again else self._dossiers.show(visit.request, visit.actor, visit.dossier_id, form)
            )
        except Stale:
            form = FormState(fields)
            # Without the moment it was seen at, the last change is told.
            since = fields.get("seen", "")
            if again:
                return await again(form, since)
            given_back = RefusedAct("", written_in(fields))
            return await self._dossiers.show(
                visit.request, visit.actor, visit.dossier_id, form, since=since, refused=given_back
            )
        except Conflict as conflict:
            why, typed = await self._why(visit, conflict), written_in(fields)
            if not typed:
                return self._back(visit, why, "warning")
            refused = RefusedAct(why, typed)
            return await self._dossiers.show(
                visit.request, visit.actor, visit.dossier_id, FormState(fields), refused=refused
            )
        told = translation(visit.actor.locale)(said)
        return self._console.redirect(leads, flash=told) if leads else self._back(visit, told, "success")

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
