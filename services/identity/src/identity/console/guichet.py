"""Settings of the guichet in four tabs (ID-22): each is saved by itself, its errors beside its fields."""

import asyncio
from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery

from chassis.actor import Actor
from chassis.console import ConsolePages
from chassis.http import Ask, By
from chassis.pages import FormState, theme
from chassis.queries import Queries
from chassis.refusals import Invalid, Stale
from chassis.settings import Settings
from identity.commands.change_guichet import ChangeGuichet, change_guichet
from identity.commands.change_picture import ChangePicture, change_picture
from identity.console.forms import DAYS, LINKS, errors_of, fields_of, file_in, words
from identity.domain.organisations import DataProtection, Guichet, OpeningHours, UsefulLink
from identity.domain.pictures import PictureKind, rewritten
from identity.http.context import Doing
from identity.queries.organisations import ById, OrganisationView, organisation_by_id

EDIT = "identity.guichet.edit"
TABS = ("informations", "liens", "rgpd", "theme")
PLAIN = ("name", "title", "phone", "email", "address")
Pages = NamedDependency[ConsolePages]
AnyRequest = Request[Any, Any, Any]


@get("/guichet", needs=EDIT)
async def show(
    request: AnyRequest,
    actor: By,
    queries: Ask,
    pages: Pages,
    settings: NamedDependency[Settings],
    onglet: FromQuery[str] = "",
    couleur: FromQuery[str] = "",
) -> Response[Any]:
    """`couleur` is tried on the theme's tab, without being saved."""
    view = await queries.ask(organisation_by_id, ById(actor.tenant), actor=actor)
    values = {**_values(view), **({"colour": couleur} if couleur else {})}
    return await _page(request, actor, queries, pages, settings, _tab(onglet), FormState(values))


@post("/guichet", needs=EDIT, status_code=200)
async def save(
    request: AnyRequest,
    actor: By,
    queries: Ask,
    commands: Doing,
    pages: Pages,
    settings: NamedDependency[Settings],
) -> Response[Any]:
    fields, _ = await fields_of(request), words(pages, request, actor)
    tab = _tab(fields.get("tab", ""))
    view = await queries.ask(organisation_by_id, ById(actor.tenant), actor=actor)
    version = int(fields["version"]) if fields.get("version", "").isdigit() else None
    try:
        pictures = await _pictures(request, fields) if tab == "theme" else []
        command = ChangeGuichet(guichet=_changed(view, fields, tab), version=version)
        await commands.run(change_guichet, command, actor=actor)
        for picture in pictures:
            await commands.run(change_picture, picture, actor=actor)
    except (Invalid, Stale) as refusal:
        errors = errors_of(refusal, _) if isinstance(refusal, Invalid) else {"": _(refusal.title)}
        form = FormState({**_values(view), **fields}, errors)
        return await _page(request, actor, queries, pages, settings, tab, form, status=422)
    saved = _("Enregistré. Vos pages le montrent dès maintenant.")
    return pages.redirect(f"/identity/guichet?onglet={tab}", flash=saved)


async def _page(
    request: AnyRequest,
    actor: Actor,
    queries: Queries,
    pages: ConsolePages,
    settings: Settings,
    tab: str,
    form: FormState,
    *,
    status: int = 200,
) -> Response[Any]:
    view = await queries.ask(organisation_by_id, ById(actor.tenant), actor=actor)
    context = {
        "guichet": view,
        "form": form,
        "tab": tab,
        "links": range(LINKS),
        "days": range(DAYS),
        "tried": tried(form.value("colour")),
        "portal": settings.organisation_url(view.slug),
    }
    return pages.render(request, actor, "console/guichet.html", status, **context)


class Tried(msgspec.Struct, frozen=True, kw_only=True):
    """A colour looked at: its contrast on our paper, whether that is enough, and the nearest one that is."""

    colour: str
    ink: str
    ratio: str
    readable: bool
    nearest: str
    nearest_ink: str


def tried(colour: str) -> Tried | None:
    try:
        ratio = theme.contrast(colour, theme.LIGHT_PAPER)
    except theme.NotAColour:
        return None
    nearest = theme.readable(colour, on=theme.LIGHT_PAPER)
    return Tried(
        colour=theme.parse(colour).hex,
        ink=theme.ink_on(colour),
        ratio=f"{ratio:.1f}".replace(".", ","),
        readable=ratio >= theme.READABLE,
        nearest=nearest,
        nearest_ink=theme.ink_on(nearest),
    )


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


def _values(view: OrganisationView) -> dict[str, str]:
    shown = {name: getattr(view, name) for name in (*PLAIN, "colour")}
    for at, link in enumerate(view.links[:LINKS]):
        shown |= {f"links.{at}.label": link.label, f"links.{at}.url": link.url}
    for at, line in enumerate(view.opening_hours[:DAYS]):
        shown |= {f"opening_hours.{at}.day": line.day, f"opening_hours.{at}.hours": line.hours}
    return shown | {f"rgpd.{name}": getattr(view.rgpd, name) for name in DataProtection.__struct_fields__}


def _changed(view: OrganisationView, fields: dict[str, str], tab: str) -> Guichet:
    """What was there, with this tab's fields as typed. Rows left empty are no rows."""

    def rows(prefix: str, number: int, *names: str) -> list[dict[str, str]]:
        found = [{name: fields.get(f"{prefix}.{at}.{name}", "") for name in names} for at in range(number)]
        return [row for row in found if any(row.values())]

    present = Guichet(**{name: getattr(view, name) for name in Guichet.__struct_fields__})
    changes: dict[str, Any] = {}
    if tab == "informations":
        changes = {name: fields.get(name, "") for name in PLAIN}
        changes["opening_hours"] = tuple(OpeningHours(**line) for line in rows("opening_hours", DAYS, "day", "hours"))
    elif tab == "liens":
        changes = {"links": tuple(UsefulLink(**link) for link in rows("links", LINKS, "label", "url"))}
    elif tab == "rgpd":
        typed = {name: fields.get(f"rgpd.{name}", "") for name in DataProtection.__struct_fields__}
        changes = {"rgpd": DataProtection(**typed)}
    else:
        changes = {"colour": fields.get("colour", "")}
    return msgspec.structs.replace(present, **changes)


ROUTES = [show, save]
