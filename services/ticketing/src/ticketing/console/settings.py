"""How support is set up: hours, promises, teams, ready-made answers."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.commands import Commands
from chassis.console import ConsolePages
from chassis.http import Ask, By
from chassis.ids import new_id
from chassis.pages import FormState
from chassis.queries import Queries
from chassis.refusals import Invalid, NotFound
from ticketing.commands.desk.drop_reply import DropReply, drop_reply
from ticketing.commands.desk.keep_reply import KeepReply, keep_reply
from ticketing.commands.desk.keep_team import KeepTeam, keep_team
from ticketing.commands.sla.keep_calendar import KeepCalendar, keep_calendar
from ticketing.commands.sla.keep_policy import KeepPolicy, keep_policy
from ticketing.console import settings_forms as forms
from ticketing.console.fields import fields_of, lists_of
from ticketing.domain.policies import SET_UP
from ticketing.people import People
from ticketing.queries.settings import ListSettings, Settings, list_settings
from ticketing.storage.unit_of_work import TicketingWork

AnyRequest = Request[Any, Any, Any]
Doing = NamedDependency[Commands[TicketingWork]]
Console = NamedDependency[ConsolePages]
Whose = NamedDependency[People]
HOME = "/ticketing/reglages"


class Desk:
    """One page of the settings, as it is or again with what was typed and why it was not kept."""

    def __init__(self, request: AnyRequest, actor: By, queries: Queries, people: People, console: ConsolePages) -> None:
        self.request, self.actor, self.queries, self.people, self.console = request, actor, queries, people, console

    async def known(self) -> Settings:
        return await self.queries.ask(list_settings, ListSettings(self.actor.locale), actor=self.actor)

    async def page(self, template: str, status: int = 200, **told: Any) -> Response[str]:
        settings = await self.known()
        members = [member for team in settings.teams for member in team.members]
        names = await self.people.names([*settings.agents, *members], tenant=self.actor.tenant)
        return self.console.render(
            self.request,
            self.actor,
            f"ticketing/{template}",
            status,
            known=settings,
            names=names,
            zones=[(zone, zone) for zone in forms.ZONES],
            **told,
        )

    def said(self, text: str) -> str:
        return self.console.pages.messages(self.console.context(self.request, self.actor).locale).gettext(text)

    async def form(self, template: str, id: UUID, form: FormState, status: int = 200) -> Response[str]:
        return await self.page(template, status, form=form, id=id)


def desk(request: AnyRequest, actor: By, queries: Ask, people: Whose, console: Console) -> Desk:
    return Desk(request, actor, queries, people, console)


Here = NamedDependency[Desk]


@get("/reglages", needs=SET_UP)
async def settings(desk: Here) -> Response[str]:
    return await desk.page("settings.html")


@get("/reglages/calendriers/nouveau", needs=SET_UP)
async def new_calendar(desk: Here) -> Response[str]:
    return await desk.form("calendar.html", new_id(), FormState(forms.NEW_CALENDAR))


@get("/reglages/calendriers/{id:uuid}", needs=SET_UP)
async def calendar(id: FromPath[UUID], desk: Here) -> Response[str]:
    kept = _found(id, (await desk.known()).calendars)
    return await desk.form("calendar.html", id, FormState(forms.calendar_fields(kept)))


@post("/reglages/calendriers/{id:uuid}", needs=SET_UP)
async def keep_a_calendar(id: FromPath[UUID], desk: Here, commands: Doing) -> Response[Any]:
    fields = await fields_of(desk.request)
    try:
        made = forms.calendar_from(id, fields)
        await commands.run(keep_calendar, KeepCalendar(made), actor=desk.actor)
    except Invalid as invalid:
        return await desk.form("calendar.html", id, FormState(fields, forms.calendar_errors(invalid)), 422)
    return desk.console.redirect(
        HOME, flash=_said(desk, N_("Les horaires sont enregistrés. Ils valent pour les demandes à venir."))
    )


@get("/reglages/engagements/nouveau", needs=SET_UP)
async def new_policy(desk: Here) -> Response[str]:
    return await desk.form("policy.html", new_id(), FormState({"warns_at": "80"}))


@get("/reglages/engagements/{id:uuid}", needs=SET_UP)
async def policy(id: FromPath[UUID], desk: Here) -> Response[str]:
    kept = _found(id, (await desk.known()).policies)
    return await desk.form("policy.html", id, FormState(forms.policy_fields(kept)))


@post("/reglages/engagements/{id:uuid}", needs=SET_UP)
async def keep_a_policy(id: FromPath[UUID], desk: Here, commands: Doing) -> Response[Any]:
    fields, chosen = await fields_of(desk.request), await lists_of(desk.request)
    try:
        made = forms.policy_from(id, fields, chosen)
        await commands.run(keep_policy, KeepPolicy(made), actor=desk.actor)
    except Invalid as invalid:
        return await desk.form("policy.html", id, FormState({**fields, **chosen}, forms.policy_errors(invalid)), 422)
    return desk.console.redirect(
        HOME, flash=_said(desk, N_("Les délais sont enregistrés. Ils valent pour les demandes à venir."))
    )


@get("/reglages/equipes/nouvelle", needs=SET_UP)
async def new_team(desk: Here) -> Response[str]:
    return await desk.form("team.html", new_id(), FormState())


@get("/reglages/equipes/{id:uuid}", needs=SET_UP)
async def team(id: FromPath[UUID], desk: Here) -> Response[str]:
    kept = _found(id, (await desk.known()).teams)
    return await desk.form("team.html", id, FormState(forms.team_fields(kept)))


@post("/reglages/equipes/{id:uuid}", needs=SET_UP)
async def keep_a_team(id: FromPath[UUID], desk: Here, commands: Doing) -> Response[Any]:
    fields, chosen = await fields_of(desk.request), await lists_of(desk.request)
    try:
        await commands.run(keep_team, KeepTeam(forms.team_from(id, fields, chosen)), actor=desk.actor)
    except Invalid as invalid:
        return await desk.form("team.html", id, FormState({**fields, **chosen}, forms.errors_of(invalid)), 422)
    return desk.console.redirect(HOME, flash=_said(desk, N_("L’équipe est enregistrée.")))


@get("/reglages/modeles/nouveau", needs=SET_UP)
async def new_reply(desk: Here) -> Response[str]:
    return await desk.form("reply.html", new_id(), FormState({"outcome": "open"}))


@get("/reglages/modeles/{id:uuid}", needs=SET_UP)
async def reply(id: FromPath[UUID], desk: Here) -> Response[str]:
    kept = _found(id, (await desk.known()).replies)
    return await desk.form(
        "reply.html", id, FormState({"title": kept.title, "body": kept.body, "outcome": kept.outcome})
    )


@post("/reglages/modeles/{id:uuid}", needs=SET_UP)
async def keep_a_reply(id: FromPath[UUID], desk: Here, commands: Doing) -> Response[Any]:
    fields = await fields_of(desk.request)
    try:
        await commands.run(keep_reply, KeepReply(forms.reply_from(id, fields)), actor=desk.actor)
    except Invalid as invalid:
        return await desk.form("reply.html", id, FormState(fields, forms.errors_of(invalid)), 422)
    return desk.console.redirect(HOME, flash=_said(desk, N_("La réponse type est enregistrée.")))


@post("/reglages/modeles/{id:uuid}/suppression", needs=SET_UP)
async def drop_a_reply(id: FromPath[UUID], desk: Here, commands: Doing) -> Response[Any]:
    await commands.run(drop_reply, DropReply(id), actor=desk.actor)
    return desk.console.redirect(HOME, flash=_said(desk, N_("La réponse type est supprimée.")))


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for it
    """Marks a text for the catalogue; it is translated where it is said."""
    return text


def _said(desk: Desk, text: str) -> str:
    return desk.console.pages.messages(desk.console.context(desk.request, desk.actor).locale).gettext(text)


def _found(id: UUID, kept: Any) -> Any:
    found = next((one for one in kept if one.id == id), None)
    if found is None:
        raise NotFound
    return found


PAGES = (
    settings,
    new_calendar,
    calendar,
    keep_a_calendar,
    new_policy,
    policy,
    keep_a_policy,
    new_team,
    team,
    keep_a_team,
    new_reply,
    reply,
    keep_a_reply,
    drop_a_reply,
)
