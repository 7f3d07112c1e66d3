"""Settings of the guichet (ID-22): one form, its errors beside its fields."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency

from chassis.console import ConsolePages
from chassis.http import Ask, By
from chassis.pages import FormState
from chassis.refusals import Invalid, Stale
from identity.commands.change_guichet import ChangeGuichet, change_guichet
from identity.console.forms import DAYS, LINKS, errors_of, fields_of, words
from identity.domain.organisations import DataProtection, Guichet, OpeningHours, UsefulLink
from identity.http.context import Doing
from identity.queries.organisations import ById, OrganisationView, organisation_by_id

EDIT = "identity.guichet.edit"
Pages = NamedDependency[ConsolePages]
AnyRequest = Request[Any, Any, Any]


@get("/guichet", needs=EDIT)
async def show(request: AnyRequest, actor: By, queries: Ask, pages: Pages) -> Response[Any]:
    view = await queries.ask(organisation_by_id, ById(actor.tenant), actor=actor)
    return _page(pages, request, actor, view, FormState(_values(view)))


@post("/guichet", needs=EDIT, status_code=200)
async def save(request: AnyRequest, actor: By, queries: Ask, commands: Doing, pages: Pages) -> Response[Any]:
    fields, _ = await fields_of(request), words(pages, request, actor)
    version = int(fields["version"]) if fields.get("version", "").isdigit() else None
    try:
        await commands.run(change_guichet, ChangeGuichet(guichet=_guichet(fields), version=version), actor=actor)
    except (Invalid, Stale) as refusal:
        view = await queries.ask(organisation_by_id, ById(actor.tenant), actor=actor)
        errors = errors_of(refusal, _) if isinstance(refusal, Invalid) else {"": _(refusal.title)}
        return _page(pages, request, actor, view, FormState(fields, errors), status=422)
    return pages.redirect("/identity/guichet", flash=_("Le guichet est à jour. Vos pages le montrent dès maintenant."))


def _page(
    pages: ConsolePages, request: AnyRequest, actor: Any, view: OrganisationView, form: FormState, *, status: int = 200
) -> Response[Any]:
    rows = {"links": range(LINKS), "days": range(DAYS)}
    return pages.render(request, actor, "console/guichet.html", status, guichet=view, form=form, **rows)


def _values(view: OrganisationView) -> dict[str, str]:
    shown = {name: getattr(view, name) for name in ("name", "title", "colour", "phone", "email", "address")}
    for at, link in enumerate(view.links[:LINKS]):
        shown |= {f"links.{at}.label": link.label, f"links.{at}.url": link.url}
    for at, line in enumerate(view.opening_hours[:DAYS]):
        shown |= {f"opening_hours.{at}.day": line.day, f"opening_hours.{at}.hours": line.hours}
    return shown | {f"rgpd.{name}": getattr(view.rgpd, name) for name in DataProtection.__struct_fields__}


def _guichet(fields: dict[str, str]) -> Guichet:
    """Rows left empty are no rows."""

    def row(prefix: str, at: int, *names: str) -> dict[str, str]:
        return {name: fields.get(f"{prefix}.{at}.{name}", "") for name in names}

    links = [row("links", at, "label", "url") for at in range(LINKS)]
    hours = [row("opening_hours", at, "day", "hours") for at in range(DAYS)]
    plain = {name: fields.get(name, "") for name in ("name", "title", "colour", "phone", "email", "address")}
    return Guichet(
        **plain,
        links=tuple(UsefulLink(**link) for link in links if any(link.values())),
        opening_hours=tuple(OpeningHours(**line) for line in hours if any(line.values())),
        rgpd=DataProtection(**{name: fields.get(f"rgpd.{name}", "") for name in DataProtection.__struct_fields__}),
    )


ROUTES = [show, save]
