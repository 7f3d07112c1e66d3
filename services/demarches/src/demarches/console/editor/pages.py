"""What the editor's pages share: the work is read, changed by one function, kept; what does not fit is shown again."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from litestar import Request, Response

from chassis.actor import Actor
from chassis.clock import Clock
from chassis.commands import Commands
from chassis.console import ConsolePages
from chassis.pages import FormState, read_date
from chassis.pages.forms import NotADate
from chassis.queries import Queries
from chassis.refusals import Fault, Invalid, Stale
from demarches.commands.editor.change_definition import ChangeDefinition, change_definition
from demarches.console.editor.choosing import Choosing
from demarches.console.editor.opening import first_day, last_day
from demarches.console.editor.telling import Telling
from demarches.console.fields import Fields, Sent, sent_of
from demarches.domain.refusals import LinesInvalid
from demarches.queries.appointments.arranged import list_calendars
from demarches.queries.desk.page import read_departments
from demarches.queries.editor.read import read_work
from demarches.queries.editor.shared import read_source
from demarches.queries.editor.versions import read_changes_since
from demarches.queries.words import translation
from demarches.storage.editing import Work
from demarches.storage.unit_of_work import DemarchesWork

AnyRequest = Request[Any, Any, Any]
Document = dict[str, Any]
HOME = "/demarches/definitions"


class EditorPages:
    def __init__(
        self, queries: Queries, commands: Commands[DemarchesWork], console: ConsolePages, names: Any, now: Clock
    ) -> None:
        self.queries, self.commands, self.console, self.now = queries, commands, console, now
        self.names = names

    async def work(self, demarche_id: UUID, actor: Actor) -> Work:
        return await self.queries.ask(read_work, demarche_id, actor=actor)

    async def show(
        self, request: AnyRequest, actor: Actor, demarche_id: UUID, tab: str, form: FormState | None = None, **more: Any
    ) -> Response[str]:
        work = await self.work(demarche_id, actor)
        status = more.pop("status", 422 if form and form.errors else 200)
        documents: tuple[Document, ...] = more.pop("documents", ())

        async def departments(_: None, __: Actor, connection: Any) -> Any:
            return await read_departments(connection)

        offered = await self.queries.ask(departments, None, actor=actor)
        agendas = await self.queries.ask(list_calendars, None, actor=actor)
        names = {str(one.id): str(one.name) for one in [*offered, *agendas]}
        return self.console.render(
            request,
            actor,
            f"demarches/editor/{tab}.html",
            status,
            work=work,
            content=work.content,
            tab=tab,
            source=await self.queries.ask(read_source, demarche_id, actor=actor),
            address=f"{HOME}/{demarche_id}",
            opening={"opens": first_day(work.content), "closes": last_day(work.content)},
            departments=offered,
            agendas=agendas,
            telling=Telling(actor.locale, work.content, work.published or {}, *documents, names=names),
            choosing=Choosing(actor.locale),
            form=form or FormState(),
            meanwhile=more.pop("meanwhile", ()),
            **more,
        )

    async def change(
        self,
        request: AnyRequest,
        actor: Actor,
        demarche_id: UUID,
        tab: str,
        change: Callable[[Document, Sent], Document],
        *,
        leads: str | None = None,
        **more: Any,
    ) -> Response[Any]:
        """`change` makes the next document of the present one; back to the tab, or to `leads`."""
        fields = await sent_of(request)
        work = await self.work(demarche_id, actor)
        _ = translation(actor.locale)
        # A question of the démarche may itself be called « version ».
        sent = fields.get("_version") or fields.get("version") or ""
        expected = int(sent) if sent.isdecimal() else 0
        try:
            content = change(json.loads(json.dumps(work.content)), fields)
            command = ChangeDefinition(demarche_id=demarche_id, content=content, expected=expected)
            await self.commands.run(change_definition, command, actor=actor)
        except Invalid as invalid:
            errors = {fault.pointer.strip("/"): fault.message for fault in invalid.faults}
            return await self.show(
                request, actor, demarche_id, tab, FormState(fields.again(), errors or {"": invalid.title}), **more
            )
        except Stale:
            said = _("Quelqu’un d’autre a changé cette démarche entre-temps. Ce que vous aviez saisi est ci-dessous.")
            form = FormState(fields.again(), {"": said})
            meanwhile = await self.queries.ask(read_changes_since, (demarche_id, expected), actor=actor)
            return await self.show(request, actor, demarche_id, tab, form, status=412, meanwhile=meanwhile, **more)
        return self.console.redirect(leads or f"{HOME}/{demarche_id}/{tab}", flash=_("C’est enregistré."))


def set_words(document: Document, name: str, fields: Fields, field: str | None = None) -> None:
    """French alone is a text; with English it is both. Nothing at all: left out."""
    field = field or name
    french, english = fields.get(field, "").strip(), fields.get(f"{field}-en", "").strip()
    if english:
        document[name] = {"fr": french or english, "en": english}
    elif french:
        document[name] = french
    else:
        document.pop(name, None)


def set_text(document: Document, name: str, value: str) -> None:
    if value.strip():
        document[name] = value.strip()
    else:
        document.pop(name, None)


def number_in(fields: Fields, field: str) -> int | None:
    typed = fields.get(field, "").strip()
    if not typed:
        return None
    if not typed.isdecimal():
        raise LinesInvalid(faults=[Fault(f"/{field}", "Écrivez un nombre entier, ou rien.", "number")])
    return int(typed)


def day_in(fields: Fields, field: str) -> date | None:
    try:
        return read_date(fields, field)
    except NotADate as error:
        raise LinesInvalid(faults=[Fault(f"/{field}", "Indiquez un jour qui existe.", "date")]) from error


def both_in(fields: Fields, field: str) -> Any:
    """French alone is a text; with English it is both; empty when nothing was written."""
    made: Document = {}
    set_words(made, "words", fields, field)
    return made.get("words", "")
