"""The catalogue, set up: products, who has them, and what can be asked about each."""

import json
from typing import Any
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from chassis.commands import Commands
from chassis.ids import new_id
from chassis.pages import FormState
from chassis.refusals import Conflict, Fault, Invalid
from contracts.forms import Form, FormFault, read_form, say
from ticketing.commands.catalogue.keep_entry import KeepEntry, keep_entry
from ticketing.commands.catalogue.keep_product import KeepOwner, KeepProduct, keep_owner, keep_product
from ticketing.console.acts import N_
from ticketing.console.fields import fields_of, id_in
from ticketing.console.settings import Desk
from ticketing.console.settings_forms import errors_of, number, two, words_in
from ticketing.domain.catalogue import ICONS, CatalogueEntry, Product, RequestKind
from ticketing.domain.policies import SET_UP
from ticketing.domain.refusals import EntryInvalid, ProductNotFound, TicketNotFound
from ticketing.queries.settings_catalogue import (
    ShowCatalogue,
    ShowKeptEntry,
    WholeCatalogue,
    show_catalogue,
    show_kept_entry,
)
from ticketing.queries.whose_ticket import TicketOf, ticket_of
from ticketing.storage.unit_of_work import TicketingWork

Doing = NamedDependency[Commands[TicketingWork]]
Here = NamedDependency[Desk]
HOME = "/ticketing/reglages/catalogue"
FIRST_FORM = """{
  "version": 1,
  "steps": [
    {
      "id": "request",
      "title": {"fr": "Votre demande", "en": "Your request"},
      "items": [
        {"kind": "long_text", "id": "description", "label": {"fr": "Que se passe-t-il ?", "en": "What happens?"}, "required": true}
      ]
    }
  ]
}"""


@get("/reglages/catalogue", needs=SET_UP)
async def index(desk: Here) -> Response[str]:
    whole = await _whole(desk)
    owners = [owner for one in whole.products for owner in one.owners]
    return await desk.page("catalogue.html", catalogue=whole, organisations=await desk.people.organisations(owners))


@get("/reglages/produits/nouveau", needs=SET_UP)
async def new_product(desk: Here) -> Response[str]:
    return await _product_page(desk, new_id(), FormState({"icon": ICONS[0][0]}))


@get("/reglages/produits/{id:uuid}", needs=SET_UP)
async def product(id: FromPath[UUID], desk: Here) -> Response[str]:
    kept = next((one.product for one in (await _whole(desk)).products if one.product.id == id), None)
    if kept is None:
        raise ProductNotFound
    said = {**words_in("name", kept.name), "icon": kept.icon, "position": str(kept.position)}
    return await _product_page(desk, id, FormState(said))


@post("/reglages/produits/{id:uuid}", needs=SET_UP)
async def keep_a_product(id: FromPath[UUID], desk: Here, commands: Doing) -> Response[Any]:
    fields = await fields_of(desk.request)
    made = Product(id, two(fields, "name"), fields.get("icon", ""), number(fields.get("position", "")))
    try:
        await commands.run(keep_product, KeepProduct(made), actor=desk.actor)
    except Invalid as invalid:
        return await _product_page(desk, id, FormState(fields, errors_of(invalid)), 422)
    return desk.console.redirect(HOME, flash=desk.said(N_("Le produit est enregistré.")))


@post("/reglages/produits/{id:uuid}/proprietaires", needs=SET_UP)
async def keep_an_owner(id: FromPath[UUID], desk: Here, commands: Doing) -> Response[Any]:
    """By a ticket of the organisation, which has no other name that one could type here; taken away by its id."""
    fields = await fields_of(desk.request)
    back = f"/ticketing/reglages/produits/{id}"
    if fields.get("remove"):
        command = KeepOwner(id, id_in(fields, "remove"), has=False)
        await commands.run(keep_owner, command, actor=desk.actor)
        return desk.console.redirect(back, flash=desk.said(N_("La collectivité n’a plus ce produit.")))
    try:
        ticket = await desk.queries.ask(ticket_of, TicketOf(fields.get("reference", "")), actor=desk.actor)
        command = KeepOwner(id, ticket.organisation_id, has=True)
        await commands.run(keep_owner, command, actor=desk.actor)
    except TicketNotFound:
        errors = {"reference": desk.said(N_("Aucune demande n’a ce numéro."))}
        kept = next(one.product for one in (await _whole(desk)).products if one.product.id == id)
        said = {**words_in("name", kept.name), "icon": kept.icon, "position": str(kept.position), **fields}
        return await _product_page(desk, id, FormState(said, errors), 422)
    return desk.console.redirect(back, flash=desk.said(N_("La collectivité a ce produit.")))


@get("/reglages/services/nouveau", needs=SET_UP)
async def new_entry(desk: Here, comme: FromQuery[UUID | None] = None) -> Response[str]:
    """`comme`: begins with the form of this entry."""
    said: dict[str, Any] = {"offered": "true", "kind": "assistance", "form": FIRST_FORM}
    if comme is not None:
        like = await desk.queries.ask(show_kept_entry, ShowKeptEntry(comme), actor=desk.actor)
        said |= {"form": _written(like.form), "kind": str(like.kind), "product": str(like.product_id)}
    return await _entry_page(desk, new_id(), FormState(said), is_new=True)


@get("/reglages/services/{id:uuid}", needs=SET_UP)
async def entry(id: FromPath[UUID], desk: Here) -> Response[str]:
    kept = await desk.queries.ask(show_kept_entry, ShowKeptEntry(id), actor=desk.actor)
    return await _entry_page(desk, id, FormState(_fields(kept)))


@post("/reglages/services/{id:uuid}", needs=SET_UP)
async def keep_an_entry(id: FromPath[UUID], desk: Here, commands: Doing) -> Response[Any]:
    fields = await fields_of(desk.request)
    try:
        await commands.run(keep_entry, KeepEntry(_entry(id, fields)), actor=desk.actor)
    except Invalid as invalid:
        errors = {"form" if name == fields.get("slug") else name: said for name, said in errors_of(invalid).items()}
        return await _entry_page(desk, id, FormState(fields, errors), status=422)
    except Conflict as conflict:
        return await _entry_page(desk, id, FormState(fields, {"slug": desk.said(conflict.title)}), status=422)
    return desk.console.redirect(
        HOME, flash=desk.said(N_("Le service est enregistré. Il vaut pour les demandes à venir."))
    )


async def _whole(desk: Desk) -> WholeCatalogue:
    return await desk.queries.ask(show_catalogue, ShowCatalogue(desk.actor.locale), actor=desk.actor)


async def _product_page(desk: Desk, id: UUID, form: FormState, status: int = 200) -> Response[str]:
    kept = next((one for one in (await _whole(desk)).products if one.product.id == id), None)
    owners = kept.owners if kept else []
    told = {"kept": kept, "owners": owners, "organisations": await desk.people.organisations(owners)}
    icons = [(name, say(word, desk.actor.locale)) for name, word in ICONS]
    return await desk.page("product.html", status, id=id, form=form, icons=icons, **told)


async def _entry_page(
    desk: Desk, id: UUID, form: FormState, *, is_new: bool = False, status: int = 200
) -> Response[str]:
    return await desk.page("entry.html", status, id=id, form=form, is_new=is_new, catalogue=await _whole(desk))


def _entry(id: UUID, fields: dict[str, str]) -> CatalogueEntry:
    kind = fields.get("kind")
    return CatalogueEntry(
        id=id,
        slug=fields.get("slug", "").strip().lower(),
        product_id=id_in(fields, "product"),
        kind=RequestKind(kind) if kind in set(RequestKind) else RequestKind.ASSISTANCE,
        label=two(fields, "label"),
        form=_form(fields.get("form", "")),
        position=number(fields.get("position", "")),
        summary=two(fields, "summary"),
        offered=bool(fields.get("offered")),
    )


def _form(typed: str) -> Form:
    try:
        return read_form(typed)
    except FormFault as error:
        raise EntryInvalid(faults=[Fault("/form", f"Ce formulaire n'est pas lisible : {error}", "form")]) from error


def _written(form: Form) -> str:
    return json.dumps(msgspec.to_builtins(form), ensure_ascii=False, indent=2)


def _fields(kept: CatalogueEntry) -> dict[str, str]:
    return {
        "slug": kept.slug,
        "product": str(kept.product_id),
        "kind": str(kept.kind),
        **words_in("label", kept.label),
        **words_in("summary", kept.summary),
        "position": str(kept.position),
        "offered": "true" if kept.offered else "",
        "form": _written(kept.form),
    }


PAGES = (
    index,
    new_product,
    product,
    keep_a_product,
    keep_an_owner,
    new_entry,
    entry,
    keep_an_entry,
)
