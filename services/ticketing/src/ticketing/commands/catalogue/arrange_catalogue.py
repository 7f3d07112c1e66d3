from msgspec import Struct

from chassis.refusals import Fault
from contracts.forms import check_form
from ticketing.domain.catalogue import CatalogueEntry, Product
from ticketing.domain.refusals import FormUnusable
from ticketing.storage import catalogue
from ticketing.storage.unit_of_work import TicketingWork


class ArrangeCatalogue(Struct, frozen=True):
    products: tuple[Product, ...]
    entries: tuple[CatalogueEntry, ...]


async def arrange_catalogue(command: ArrangeCatalogue, uow: TicketingWork) -> None:
    """Add or change products and entries; those not named stay as they are. Repeatable."""
    for product in command.products:
        await catalogue.keep_product(uow.connection, product)
    for entry in command.entries:
        must_have_usable_form(entry)
        await catalogue.keep_entry(uow.connection, entry)


def must_have_usable_form(entry: CatalogueEntry) -> None:
    faults = check_form(entry.form)
    if faults:
        raise FormUnusable(faults=[Fault(f"/{entry.slug}", str(fault), "form") for fault in faults])
