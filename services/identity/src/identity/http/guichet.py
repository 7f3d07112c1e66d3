"""The guichet's settings: read, published at once, or saved first and published after a look (ID-22, ID-24)."""

import msgspec
from litestar import Response, Router, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from chassis.access import Needs
from chassis.actor import Actor
from chassis.http import Ask, By, IfMatch, etag
from chassis.settings import Settings
from identity.commands.apply_template import ApplyTemplate, apply_template
from identity.commands.change_guichet import ChangeGuichet, change_guichet
from identity.commands.draft_guichet import PublishGuichet, draft_guichet, drop_draft, publish_guichet
from identity.domain.guichet_templates import GuichetTemplate
from identity.domain.organisations import Guichet
from identity.domain.previews import read_preview
from identity.http.context import Doing
from identity.queries.organisations import (
    ById,
    GuichetDraft,
    OrganisationView,
    organisation_by_id,
    previewed_organisation,
    saved_guichet,
)
from identity.storage.guichet_templates import guichet_templates

EDIT = "identity.guichet.edit"


class TemplateChoice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    template: str


@get("/guichet", needs=EDIT)
async def show_guichet(actor: By, queries: Ask) -> Response[OrganisationView]:
    view = await queries.ask(organisation_by_id, ById(actor.tenant), actor=actor)
    return Response(view, headers=etag(view.version))


@put("/guichet", needs=EDIT)
async def edit_guichet(
    data: JSONBody[Guichet], actor: By, commands: Doing, if_match: IfMatch
) -> Response[OrganisationView]:
    command = ChangeGuichet(guichet=data, version=if_match)
    view = await commands.run(change_guichet, command, actor=actor, show=OrganisationView.of)
    return Response(view, headers=etag(view.version))


@get("/guichet/draft", needs=EDIT)
async def show_draft(actor: By, queries: Ask) -> Response[GuichetDraft]:
    view = await queries.ask(saved_guichet, ById(actor.tenant), actor=actor)
    return Response(view, headers=etag(view.version))


@put("/guichet/draft", needs=EDIT)
async def save_draft(data: JSONBody[Guichet], actor: By, commands: Doing, if_match: IfMatch) -> Response[GuichetDraft]:
    command = ChangeGuichet(guichet=data, version=if_match)
    view = await commands.run(draft_guichet, command, actor=actor, show=GuichetDraft.of)
    return Response(view, headers=etag(view.version))


@delete("/guichet/draft", needs=EDIT, status_code=200)
async def forget_draft(actor: By, commands: Doing) -> GuichetDraft:
    return await commands.run(drop_draft, PublishGuichet(), actor=actor, show=GuichetDraft.of)


@post("/guichet/publication", needs=EDIT)
async def publish(actor: By, commands: Doing, if_match: IfMatch) -> Response[OrganisationView]:
    command = PublishGuichet(version=if_match)
    view = await commands.run(publish_guichet, command, actor=actor, show=OrganisationView.of)
    return Response(view, status_code=201, headers=etag(view.version))


@get("/guichet/templates", needs=EDIT)
async def templates() -> list[GuichetTemplate]:
    return list(guichet_templates())


@put("/guichet/template", needs=EDIT)
async def choose_template(data: JSONBody[TemplateChoice], actor: By, commands: Doing) -> GuichetDraft:
    command = ApplyTemplate(template=data.template)
    return await commands.run(apply_template, command, actor=actor, show=GuichetDraft.of)


@get("/internal/previews/{token:str}", needs=Needs.GATEWAY)
async def preview(
    token: FromPath[str], queries: Ask, commands: Doing, settings: NamedDependency[Settings]
) -> OrganisationView:
    """The organisation as its pages would be; the token is what the settings page gave."""
    organisation_id = read_preview(token, settings.read_secret(), at=commands.now())
    actor = Actor.of_service("gateway", organisation_id)
    return await queries.ask(previewed_organisation, ById(organisation_id), actor=actor)


router = Router(
    "/",
    route_handlers=[
        show_guichet,
        edit_guichet,
        show_draft,
        save_draft,
        forget_draft,
        publish,
        templates,
        choose_template,
    ],
)
internal = Router("/", route_handlers=[preview])
