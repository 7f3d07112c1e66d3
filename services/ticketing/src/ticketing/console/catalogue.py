"""The catalogue, set up: products, who has them, and the services about each."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.commands import Commands
from chassis.ids import new_id
from chassis.pages import FormState
from chassis.refusals import Invalid
from contracts.forms import say
from ticketing.commands.catalogue.keep_product import KeepOwner, KeepProduct, keep_owner, keep_product
from ticketing.console.acts import N_
from ticketing.console.fields import fields_of, id_in
from ticketing.console.settings import Desk
from ticketing.console.settings_forms import errors_of, number, two, words_in
from ticketing.domain.catalogue import ICONS, Product
from ticketing.domain.policies import SET_UP
from ticketing.domain.refusals import ProductNotFound, TicketNotFound
from ticketing.queries.settings_catalogue import ShowCatalogue, WholeCatalogue, show_catalogue
from ticketing.queries.whose_ticket import TicketOf, ticket_of
from ticketing.storage.unit_of_work import TicketingWork

Doing = NamedDependency[Commands[TicketingWork]]
Here = NamedDependency[Desk]
HOME = "/ticketing/reglages/catalogue"


@get("/reglages/catalogue", needs=SET_UP)
async def index(desk: Here) -> Response[str]:
    catalogue = await whole(desk)
    owners = [owner for one in catalogue.products for owner in one.owners]
    return await desk.page("catalogue.html", catalogue=catalogue, organisations=await desk.people.organisations(owners))


@get("/reglages/produits/nouveau", needs=SET_UP)
async def new_product(desk: Here) -> Response[str]:
    return await _product_page(desk, new_id(), FormState({"icon": ICONS[0][0]}))


@get("/reglages/produits/{id:uuid}", needs=SET_UP)
async def product(id: FromPath[UUID], desk: Here) -> Response[str]:
    kept = next((one.product for one in (await whole(desk)).products if one.product.id == id), None)
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
        kept = next(one.product for one in (await whole(desk)).products if one.product.id == id)
        said = {**words_in("name", kept.name), "icon": kept.icon, "position": str(kept.position), **fields}
        return await _product_page(desk, id, FormState(said, errors), 422)
    return desk.console.redirect(back, flash=desk.said(N_("La collectivité a ce produit.")))


async def whole(desk: Desk) -> WholeCatalogue:
    return await desk.queries.ask(show_catalogue, ShowCatalogue(desk.actor.locale), actor=desk.actor)


async def _product_page(desk: Desk, id: UUID, form: FormState, status: int = 200) -> Response[str]:
    kept = next((one for one in (await whole(desk)).products if one.product.id == id), None)
    owners = kept.owners if kept else []
    told = {"kept": kept, "owners": owners, "organisations": await desk.people.organisations(owners)}
    icons = [(name, say(word, desk.actor.locale)) for name, word in ICONS]
    return await desk.page("product.html", status, id=id, form=form, icons=icons, **told)


PAGES = (
    index,
    new_product,
    product,
    keep_a_product,
    keep_an_owner,
)
