"""« Mes assistants », and for who grants rights those of the members (SR-04)."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.access import Needs
from chassis.actor import Actor
from chassis.console import ConsolePages
from chassis.features import Features
from chassis.http import Ask, By
from chassis.pages import FormState
from chassis.problems import N_
from chassis.refusals import Conflict, Invalid
from chassis.settings import Settings
from contracts.features import ASSISTANTS
from identity.commands.allow_assistants import AllowAssistants, allow_assistants
from identity.commands.connect_assistant import ConnectAssistant, connect_assistant
from identity.commands.revoke_assistant import RevokeAssistant, revoke_assistant
from identity.commands.step_up import must_have_proven_lately
from identity.console.forms import chosen_in, errors_of, fields_of, words
from identity.domain.assistants import LIVES_DAYS, AssistantKey, AssistantsForbidden, Wanted
from identity.domain.members import GRANT
from identity.http.context import Doing
from identity.queries.assistants import (
    AskAssistant,
    AskAssistants,
    assistants_allowed,
    list_assistants,
    read_assistant,
)

Pages = NamedDependency[ConsolePages]
AnyRequest = Request[Any, Any, Any]
HOME = "/identity/assistants"
MEMBERS = "/identity/member-assistants"
SERVICES = (
    ("demarches", N_("Démarches"), N_("La file des demandes, les dossiers, les échanges.")),
    ("ticketing", N_("Assistance"), N_("La file des tickets, leurs échanges, la base de connaissances.")),
    ("documents", N_("Pièces"), N_("Le nom et l’état des fichiers que vous pouvez ouvrir, jamais leur contenu.")),
    ("notifier", N_("Messages et actualités"), N_("L’envoi des messages, les actualités publiées.")),
    ("identity", N_("Membres"), N_("Les membres de la collectivité, et qui peut quoi.")),
)
SERVICE_WORDS = {name: label for name, label, _ in SERVICES}


@get("/assistants", needs=Needs.MEMBER)
async def index(
    request: AnyRequest, actor: By, queries: Ask, commands: Doing, pages: Pages, features: NamedDependency[Features]
) -> Response[Any]:
    mine = await queries.ask(list_assistants, AskAssistants(now=commands.now()), actor=actor)
    allowed = await queries.ask(assistants_allowed, None, actor=actor)
    said = {"mine": mine, "allowed": allowed, "services": SERVICE_WORDS}
    said["come_in"] = features.is_on(ASSISTANTS, actor.tenant)
    return pages.render(request, actor, "console/assistants.html", **said)


@get("/assistants/new", needs=Needs.MEMBER)
async def write(request: AnyRequest, actor: By, queries: Ask, commands: Doing, pages: Pages) -> Response[Any]:
    """The proof is asked for before anything is typed."""
    must_have_proven_lately(actor, now=commands.now())
    if not await queries.ask(assistants_allowed, None, actor=actor):
        raise AssistantsForbidden
    form = FormState({"services": ["demarches"], "proposes": "true", "days": "30"})
    return _form(request, actor, pages, form)


@post("/assistants/new", needs=Needs.MEMBER, status_code=200)
async def connect(
    request: AnyRequest, actor: By, commands: Doing, pages: Pages, settings: NamedDependency[Settings]
) -> Response[Any]:
    fields, said = await fields_of(request), words(pages, request, actor)
    services, days = await chosen_in(request, "services"), fields.get("days", "")
    wanted = Wanted(
        name=fields.get("name", ""),
        services=services,
        proposes=fields.get("proposes") == "true",
        days=int(days) if days.isdigit() and len(days) < 4 else 0,
    )
    key = AssistantKey.new(actor.tenant)
    try:
        assistant = await commands.run(connect_assistant, ConnectAssistant(wanted=wanted, key=key), actor=actor)
    except (Invalid, Conflict) as refusal:
        form = FormState({**fields, "services": list(services)}, errors_of(refusal, said))
        return _form(request, actor, pages, form, status=422)
    addresses = [(SERVICE_WORDS[name], f"{settings.internal_url}/mcp/{name}", name) for name in assistant.services]
    shown = {"key": str(key), "addresses": addresses, "assistant": assistant}
    return pages.render(request, actor, "console/assistant_key.html", **shown)


@get("/assistants/{assistant_id:uuid}/revocation", needs=Needs.MEMBER)
async def ask_revocation(
    request: AnyRequest, actor: By, queries: Ask, commands: Doing, pages: Pages, assistant_id: FromPath[UUID]
) -> Response[Any]:
    question = AskAssistant(assistant_id=assistant_id, now=commands.now())
    assistant = await queries.ask(read_assistant, question, actor=actor)
    back = HOME if assistant.account_id == actor.subject else MEMBERS
    return pages.render(request, actor, "console/assistant_revoke.html", assistant=assistant, back=back)


@post("/assistants/{assistant_id:uuid}/revocation", needs=Needs.MEMBER, status_code=200)
async def revoke(
    request: AnyRequest, actor: By, queries: Ask, commands: Doing, pages: Pages, assistant_id: FromPath[UUID]
) -> Response[Any]:
    said = words(pages, request, actor)
    question = AskAssistant(assistant_id=assistant_id, now=commands.now())
    assistant = await queries.ask(read_assistant, question, actor=actor)
    back = HOME if assistant.account_id == actor.subject else MEMBERS
    await commands.run(revoke_assistant, RevokeAssistant(assistant_id), actor=actor)
    return pages.redirect(back, flash=said(N_("La clé est révoquée : l’assistant n’entre plus.")))


@get("/member-assistants", needs=GRANT)
async def of_members(request: AnyRequest, actor: By, queries: Ask, commands: Doing, pages: Pages) -> Response[Any]:
    return await _members(request, actor, queries, commands, pages)


@post("/member-assistants", needs=GRANT, status_code=200)
async def rule(request: AnyRequest, actor: By, commands: Doing, pages: Pages) -> Response[Any]:
    fields, said = await fields_of(request), words(pages, request, actor)
    allowed = fields.get("allowed") == "true"
    await commands.run(allow_assistants, AllowAssistants(allowed), actor=actor)
    told = (
        said(N_("Les assistants sont autorisés."))
        if allowed
        else said(N_("Les assistants sont interdits : aucun n’entre plus."))
    )
    return pages.redirect(MEMBERS, flash=told)


async def _members(
    request: AnyRequest, actor: Actor, queries: Any, commands: Any, pages: ConsolePages
) -> Response[Any]:
    question = AskAssistants(now=commands.now(), everybodys=True)
    lines = await queries.ask(list_assistants, question, actor=actor)
    allowed = await queries.ask(assistants_allowed, None, actor=actor)
    told = {"lines": lines, "allowed": allowed, "services": SERVICE_WORDS}
    return pages.render(request, actor, "console/member_assistants.html", **told)


def _form(
    request: AnyRequest, actor: Actor, pages: ConsolePages, form: FormState, *, status: int = 200
) -> Response[Any]:
    said = words(pages, request, actor)
    services = [(name, said(label), said(hint)) for name, label, hint in SERVICES]
    return pages.render(
        request, actor, "console/assistant_new.html", status, form=form, services=services, lives=LIVES_DAYS
    )


ROUTES = [index, write, connect, ask_revocation, revoke, of_members, rule]
