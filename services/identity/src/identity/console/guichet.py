"""Settings of the guichet in five tabs (ID-22): each is saved by itself, its errors beside its fields."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery

from chassis.actor import Actor
from chassis.commands import Commands
from chassis.console import ConsolePages
from chassis.http import Ask, By
from chassis.pages import FormState
from chassis.queries import Queries
from chassis.refusals import Conflict, Invalid, NotFound, Stale
from chassis.settings import Settings
from identity.commands.apply_template import ApplyTemplate, apply_template
from identity.commands.change_guichet import ChangeGuichet
from identity.commands.change_picture import ChangePicture, change_picture
from identity.commands.draft_guichet import PublishGuichet, draft_guichet, drop_draft, publish_guichet
from identity.console.accessibility_fields import rows_shown
from identity.console.forms import DAYS, LINKS, errors_of, fields_of, file_in, words
from identity.console.guichet_fields import changed, tried, values_of
from identity.console.sentences import N_
from identity.domain.pictures import PictureKind, rewritten
from identity.domain.previews import preview_token
from identity.http.context import Doing
from identity.queries.organisations import ById, organisation_by_id, saved_guichet
from identity.storage.guichet_templates import guichet_templates
from identity.storage.work import IdentityWork

EDIT = "identity.guichet.edit"
TABS = ("informations", "liens", "rgpd", "accessibilite", "theme")
Pages = NamedDependency[ConsolePages]
AnyRequest = Request[Any, Any, Any]


@get("/guichet", needs=EDIT)
async def show(
    request: AnyRequest,
    actor: By,
    queries: Ask,
    commands: Doing,
    pages: Pages,
    settings: NamedDependency[Settings],
    onglet: FromQuery[str] = "",
    couleur: FromQuery[str] = "",
) -> Response[Any]:
    """`couleur` is tried on the theme's tab, without being saved."""
    saved = await queries.ask(saved_guichet, ById(actor.tenant), actor=actor)
    values = {**values_of(saved.guichet), **({"colour": couleur} if couleur else {})}
    shown = await _context(actor, queries, commands, settings, _tab(onglet), FormState(values))
    return pages.render(request, actor, "console/guichet.html", **shown)


@post("/guichet", needs=EDIT, status_code=200)
async def save(
    request: AnyRequest,
    actor: By,
    queries: Ask,
    commands: Doing,
    pages: Pages,
    settings: NamedDependency[Settings],
) -> Response[Any]:
    """Settings are saved as a draft; pictures, which are looked at on their own, are shown at once."""
    fields, _ = await fields_of(request), words(pages, request, actor)
    tab = _tab(fields.get("tab", ""))
    saved = await queries.ask(saved_guichet, ById(actor.tenant), actor=actor)
    version = int(fields["version"]) if fields.get("version", "").isdigit() else None
    try:
        pictures = await _pictures(request, fields) if tab == "theme" else []
        command = ChangeGuichet(guichet=changed(saved.guichet, fields, tab), version=version)
        await commands.run(draft_guichet, command, actor=actor)
        for picture in pictures:
            await commands.run(change_picture, picture, actor=actor)
    except (Invalid, Stale) as refusal:
        errors = errors_of(refusal, _)
        form = FormState({**values_of(saved.guichet), **fields}, errors)
        shown = await _context(actor, queries, commands, settings, tab, form)
        return pages.render(request, actor, "console/guichet.html", 422, **shown)
    return pages.redirect(f"/identity/guichet?onglet={tab}", flash=_("Enregistré."))


@post("/guichet/publication", needs=EDIT, status_code=200)
async def publish(request: AnyRequest, actor: By, commands: Doing, pages: Pages) -> Response[Any]:
    return await _done(
        commands.run(publish_guichet, PublishGuichet(), actor=actor),
        N_("Publié. Toutes vos pages le montrent dès maintenant."),
        words(pages, request, actor),
        pages,
    )


@post("/guichet/draft-removal", needs=EDIT, status_code=200)
async def forget(request: AnyRequest, actor: By, commands: Doing, pages: Pages) -> Response[Any]:
    return await _done(
        commands.run(drop_draft, PublishGuichet(), actor=actor),
        N_("Vos réglages sont de nouveau ceux qui sont publiés."),
        words(pages, request, actor),
        pages,
    )


@post("/guichet/template", needs=EDIT, status_code=200)
async def choose_template(request: AnyRequest, actor: By, commands: Doing, pages: Pages) -> Response[Any]:
    fields = await fields_of(request)
    return await _done(
        commands.run(apply_template, ApplyTemplate(template=fields.get("template", "")), actor=actor),
        N_("Le modèle est enregistré. Affichez l’aperçu, puis publiez."),
        words(pages, request, actor),
        pages,
    )


async def _done(
    change: Awaitable[object], said: str, translate: Callable[[str], str], pages: ConsolePages
) -> Response[Any]:
    try:
        await change
    except (Conflict, NotFound) as refusal:
        return pages.redirect("/identity/guichet", flash=translate(refusal.title), kind="info")
    return pages.redirect("/identity/guichet", flash=translate(said))


async def _context(
    actor: Actor,
    queries: Queries,
    commands: Commands[IdentityWork],
    settings: Settings,
    tab: str,
    form: FormState,
) -> dict[str, Any]:
    view = await queries.ask(organisation_by_id, ById(actor.tenant), actor=actor)
    saved = await queries.ask(saved_guichet, ById(actor.tenant), actor=actor)
    portal = settings.organisation_url(view.slug)
    token = preview_token(view.id, settings.read_secret(), at=commands.now())
    return {
        "guichet": view,
        "saved": saved,
        "templates": guichet_templates(),
        "form": form,
        "tab": tab,
        "links": range(LINKS),
        "days": range(DAYS),
        "rows": rows_shown(saved.guichet.accessibility),
        "tried": tried(form.value("colour")),
        "portal": portal,
        "preview": f"{portal}/apercu/{token}",
    }


async def _pictures(request: AnyRequest, fields: dict[str, str]) -> list[ChangePicture]:
    """Those that were sent, checked; and those that are to go."""
    found: list[ChangePicture] = []
    for kind in PictureKind:
        content = await file_in(request, str(kind))
        if content:
            found.append(ChangePicture(kind=kind, content=await asyncio.to_thread(rewritten, kind, content)))
        elif f"{kind}.none" in fields:
            found.append(ChangePicture(kind=kind, content=None))
    return found


def _tab(typed: str) -> str:
    return typed if typed in TABS else TABS[0]


ROUTES = [show, save, publish, forget, choose_template]
