from msgspec import Struct

from ticketing.domain.catalogue import CatalogueEntry, must_be_an_entry
from ticketing.domain.form_faults import must_be_usable
from ticketing.domain.policies import must_set_up
from ticketing.storage import catalogue
from ticketing.storage.unit_of_work import TicketingWork


class KeepEntry(Struct, frozen=True):
    entry: CatalogueEntry


async def keep_entry(command: KeepEntry, uow: TicketingWork) -> CatalogueEntry:
    """New, or changed: from now on. Tickets keep the form they were made with. Raises ProductNotFound, SlugTaken."""
    must_set_up(uow.actor)
    must_be_an_entry(command.entry)
    must_be_usable(command.entry.form)
    await catalogue.must_be_product(uow.connection, command.entry.product_id)
    await catalogue.must_have_own_slug(uow.connection, command.entry)
    await catalogue.keep_entry(uow.connection, command.entry)
    uow.note("ticketing.entry.kept", command.entry.id)
    return command.entry
