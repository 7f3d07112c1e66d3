from uuid import UUID

from msgspec import Struct

from chassis.refusals import Fault
from demarches.domain.appointments.calendar import Venue
from demarches.domain.policies import must_arrange
from demarches.domain.refusals import CalendarNotRight, VenueNotFound
from demarches.storage.unit_of_work import DemarchesWork


class ArrangeVenue(Struct, frozen=True, kw_only=True):
    venue_id: UUID
    name: str
    address: str
    access: str = ""
    access_en: str | None = None
    """None: as it is."""


async def arrange_venue(command: ArrangeVenue, uow: DemarchesWork) -> Venue:
    must_arrange(uow.actor)
    typed = {"name": command.name.strip(), "address": command.address.strip()}
    faults = [Fault(f"/{name}", "Renseignez ce champ.", "missing") for name, value in typed.items() if not value]
    if faults:
        raise CalendarNotRight(faults=faults)
    try:
        venue = await uow.venues.get(command.venue_id)
    except VenueNotFound:
        venue = uow.venues.add(Venue(command.venue_id, "", ""))
    venue.name, venue.address, venue.access = typed["name"], typed["address"], command.access.strip()
    if command.access_en is not None:
        venue.access_en = command.access_en.strip()
    uow.note("demarches.venue.arranged", venue.id)
    return venue
