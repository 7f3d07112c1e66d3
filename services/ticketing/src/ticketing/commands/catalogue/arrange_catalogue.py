from msgspec import Struct

from ticketing.domain.catalogue import CatalogueEntry, Product
from ticketing.domain.form_faults import must_be_usable
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
        must_be_usable(entry.form)
        await catalogue.keep_entry(uow.connection, entry)
