"""Who works for whom: workload, departments, absences, rules."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.clock import Clock
from chassis.commands import Commands, Handler
from chassis.console import ConsolePages
from chassis.http import By
from chassis.pages import FormState
from chassis.queries import Queries
from chassis.refusals import Invalid, NotFound
from demarches.commands.desk.organise import (
    EndAbsence,
    NoteAbsence,
    SetDepartments,
    SetRule,
    end_absence,
    note_absence,
    set_departments,
    set_rule,
)
from demarches.console.acting import N_
from demarches.console.fields import Fields, all_fields_of, day_in, fields_of, uuid_in
from demarches.console.names import Names
from demarches.domain.answers import today_at
from demarches.domain.policies import INSTRUCT, ORGANISE, READ
from demarches.queries.desk.organisation import read_organisation
from demarches.queries.words import translation
from demarches.storage.unit_of_work import DemarchesWork

AnyRequest = Request[Any, Any, Any]
HERE = "/demarches/organisation"
SAVED = N_("C’est enregistré.")
AWAY = N_("L’absence est notée : le remplaçant voit ces demandes parmi les siennes.")
BACK = N_("L’absence est terminée.")


class OrganisationPages:
    def __init__(
        self,
        queries: Queries,
        commands: Commands[DemarchesWork],
        console: ConsolePages,
        names: Names,
        now: Clock,
    ) -> None:
        self._queries, self._commands, self._console, self._names, self._now = queries, commands, console, names, now

    async def show(self, request: AnyRequest, actor: By, form: FormState | None = None) -> Response[str]:
        found = await self._queries.ask(read_organisation, today_at(self._now()), actor=actor)
        people = {load.account_id for load in found.loads} | {a.substitute for a in found.absences}
        names = await self._names.of(actor, people | {a.account_id for a in (*found.absences, *found.massive)})
        status = 422 if form and form.errors else 200
        template = "demarches/organisation.html"
        shown = {"found": found, "names": names, "form": form or FormState()}
        return self._console.render(request, actor, template, status, **shown)

    async def do(
        self, request: AnyRequest, actor: By, handler: Handler[Any, DemarchesWork, Any], command: Any, fields: Fields
    ) -> Response[Any]:
        said = {note_absence: AWAY, end_absence: BACK}.get(handler, SAVED)
        try:
            await self._commands.run(handler, command, actor=actor)
        except Invalid as invalid:
            errors = {fault.pointer.strip("/"): fault.message for fault in invalid.faults}
            return await self.show(request, actor, FormState(fields, errors or {"": invalid.title}))
        return self._console.redirect(HERE, flash=translation(actor.locale)(said))


Pages = NamedDependency[OrganisationPages]


@get("/organisation", needs=READ)
async def organisation(request: AnyRequest, actor: By, organisations: Pages) -> Response[str]:
    return await organisations.show(request, actor)


@post("/organisation/departments", needs=ORGANISE)
async def departments(request: AnyRequest, actor: By, organisations: Pages) -> Response[Any]:
    fields = await all_fields_of(request)
    account = uuid_in(fields.get("account", [""])[-1])
    if account is None:
        raise NotFound
    chosen = tuple(filter(None, map(uuid_in, fields.get("departments", []))))
    return await organisations.do(request, actor, set_departments, SetDepartments(account, chosen), {})


@post("/organisation/rules", needs=ORGANISE)
async def rules(request: AnyRequest, actor: By, organisations: Pages) -> Response[Any]:
    fields = await fields_of(request)
    demarche, given = uuid_in(fields.get("demarche")), fields.get("to", "none")
    if demarche is None:
        raise NotFound
    agent = uuid_in(given)
    command = SetRule(demarche_id=demarche, mode="agent" if agent else given, account_id=agent)
    return await organisations.do(request, actor, set_rule, command, fields)


@post("/organisation/absences", needs=INSTRUCT)
async def absences(request: AnyRequest, actor: By, organisations: Pages) -> Response[Any]:
    fields = await fields_of(request)
    command = NoteAbsence(
        account_id=uuid_in(fields.get("account")) or actor.subject or UUID(int=0),
        substitute=uuid_in(fields.get("substitute")),
        from_on=day_in(fields, "from"),
        until_on=day_in(fields, "until"),
    )
    return await organisations.do(request, actor, note_absence, command, fields)


@post("/organisation/absences/{absence_id:uuid}/end", needs=INSTRUCT)
async def end(request: AnyRequest, absence_id: FromPath[UUID], actor: By, organisations: Pages) -> Response[Any]:
    return await organisations.do(request, actor, end_absence, EndAbsence(absence_id), {})


ROUTES = [organisation, departments, rules, absences, end]
