"""The queue: what waits for whom, what one looks for, what one keeps."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.clock import Clock
from chassis.commands import Commands
from chassis.console import ConsolePages
from chassis.http import Ask, By
from chassis.pages import FormState
from chassis.refusals import Invalid
from demarches.commands.desk.keep_view import DropView, KeepView, RenameView, drop_view, keep_view, rename_view
from demarches.commands.desk.meet_agent import MeetAgent, meet_agent
from demarches.commands.instruction.open_dossier import OpenDossier, open_dossier
from demarches.console.acting import N_
from demarches.console.address import QueueAddress
from demarches.console.fields import fields_of
from demarches.console.names import Names
from demarches.domain.answers import today_at
from demarches.domain.dossier import Status
from demarches.domain.policies import READ
from demarches.domain.refusals import DossierNotFound
from demarches.queries.desk.page import read_desk
from demarches.queries.dossier.read import AskDossier, read_instruction
from demarches.queries.dossier.views import InstructionView
from demarches.queries.words import status_word, translation
from demarches.storage.unit_of_work import DemarchesWork

AnyRequest = Request[Any, Any, Any]
Run = NamedDependency[Commands[DemarchesWork]]
KEPT = N_("La vue est gardée.")
RENAMED = N_("La vue a son nouveau nom.")
DROPPED = N_("La vue est retirée.")
SHOWN = [status for status in Status if status is not Status.DRAFT]


class QueuePages:
    def __init__(
        self, queries: Any, commands: Commands[DemarchesWork], console: ConsolePages, names: Names, now: Clock
    ):
        self._queries, self._commands, self._console, self._names, self._now = queries, commands, console, names, now

    async def show(self, request: AnyRequest, actor: By, query: str, form: FormState | None = None) -> Response[str]:
        address, today = QueueAddress(query), today_at(self._now())
        desk = await self._queries.ask(read_desk, address.question(today), actor=actor)
        if not desk.choices.known:
            await self._commands.run(meet_agent, MeetAgent(), actor=actor)
        preview = await self._preview(address, actor)
        people = {*desk.choices.agents, *desk.choices.stands_in_for, *(line.examiner for line in desk.found.items)}
        people |= {desk.away.substitute} if desk.away else set()
        return self._console.render(
            request,
            actor,
            "demarches/queue.html",
            422 if form and form.errors else 200,
            address=address,
            desk=desk,
            found=desk.found,
            preview=preview,
            names=await self._names.of(actor, people),
            statuses=[(str(status), status_word(status, actor.locale)) for status in SHOWN],
            today=today,
            form=form or FormState(),
        )

    async def _preview(self, address: QueueAddress, actor: By) -> InstructionView | None:
        """Looking is looking: it is written down as an opening is."""
        if address.preview is None:
            return None
        try:
            await self._commands.run(open_dossier, OpenDossier(address.preview), actor=actor)
            return await self._queries.ask(read_instruction, AskDossier(address.preview, self._now()), actor=actor)
        except DossierNotFound:
            return None


@get(["/", "/dossiers"], needs=READ)
async def queue(request: AnyRequest, actor: By, queues: NamedDependency[QueuePages]) -> Response[str]:
    return await queues.show(request, actor, request.url.query)


@post("/views", needs=READ)
async def keep(
    request: AnyRequest,
    actor: By,
    commands: Run,
    console: NamedDependency[ConsolePages],
    queues: NamedDependency[QueuePages],
) -> Response[Any]:
    fields = await fields_of(request)
    query = QueueAddress(fields.get("query", "")).query
    command = KeepView(name=fields.get("view-name", ""), query=query, shared="view-shared" in fields)
    try:
        await commands.run(keep_view, command, actor=actor)
    except Invalid as invalid:
        errors = {"view-" + fault.pointer.strip("/"): fault.message for fault in invalid.faults}
        return await queues.show(request, actor, query, FormState(fields, errors))
    return console.redirect(f"/demarches/?{query}", flash=translation(actor.locale)(KEPT))


@post("/views/{view_id:uuid}/name", needs=READ)
async def rename(
    request: AnyRequest,
    view_id: FromPath[UUID],
    actor: By,
    commands: Run,
    console: NamedDependency[ConsolePages],
    queues: NamedDependency[QueuePages],
) -> Response[Any]:
    fields = await fields_of(request)
    try:
        command = RenameView(view_id=view_id, name=fields.get("view-new-name", ""))
        query = await commands.run(rename_view, command, actor=actor)
    except Invalid as invalid:
        errors = {"view-" + fault.pointer.strip("/"): fault.message for fault in invalid.faults}
        query = QueueAddress(fields.get("query", "")).query
        return await queues.show(request, actor, query, FormState(fields, errors))
    return console.redirect(f"/demarches/?{query}", flash=translation(actor.locale)(RENAMED))


@post("/views/{view_id:uuid}/removal", needs=READ)
async def drop(
    view_id: FromPath[UUID], actor: By, commands: Run, console: NamedDependency[ConsolePages]
) -> Response[Any]:
    await commands.run(drop_view, DropView(view_id), actor=actor)
    return console.redirect("/demarches/", flash=translation(actor.locale)(DROPPED))


@get("/keys", needs=READ)
async def keys(request: AnyRequest, actor: By, console: NamedDependency[ConsolePages], queries: Ask) -> Response[str]:
    """What `?` shows, for who has no script."""
    return console.render(request, actor, "demarches/keys.html")


ROUTES = [queue, keep, rename, drop, keys]
