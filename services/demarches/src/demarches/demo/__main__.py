"""`python -m demarches.demo`: the catalogue of Plassans and of its neighbour, as often as one likes."""

import asyncio
from uuid import UUID

from chassis.actor import Actor
from chassis.service import Service
from chassis.settings import Settings
from contracts.demo import CCAS, PLASSANS, TULETTES, DemoOrganisation
from demarches.commands.appointments.arrange_calendar import ArrangeCalendar, arrange_calendar
from demarches.commands.appointments.arrange_venue import arrange_venue
from demarches.commands.catalogue.arrange_catalogue import ArrangeCatalogue, arrange_catalogue
from demarches.commands.catalogue.publish_definition import PublishDefinition, publish_definition
from demarches.demo import agendas, ccas, plassans, tulettes
from demarches.demo.assistant import load_assistant
from demarches.demo.camille import load_camille
from demarches.demo.requests import load_requests
from demarches.demo.shared import load_shared
from demarches.domain.definition import Definition
from demarches.domain.refusals import CalendarNotFound
from demarches.storage.definitions import is_current
from demarches.storage.editing import is_in_hand
from demarches.storage.unit_of_work import DemarchesWork

TOWNS = ((PLASSANS, plassans), (CCAS, ccas), (TULETTES, tulettes))


async def publish_unless_current(command: PublishDefinition, uow: DemarchesWork) -> None:
    """A definition is published again only when it changed: dossiers keep versions, and versions mean something. What
    agents changed in the editor stays theirs."""
    if await is_in_hand(uow.connection, command.demarche_id):
        return
    if not await is_current(uow.connection, command.demarche_id, command.definition):
        _ = await publish_definition(command, uow)


async def load(
    service: Service[DemarchesWork],
    organisation: DemoOrganisation,
    catalogue: ArrangeCatalogue,
    definitions: dict[UUID, Definition],
) -> None:
    actor = Actor.of_service("demarches", organisation.id)
    await service.commands.run(arrange_catalogue, catalogue, actor=actor)
    if organisation is PLASSANS:
        await load_calendars(service, actor)
    for demarche_id, definition in definitions.items():
        await service.commands.run(publish_unless_current, PublishDefinition(demarche_id, definition), actor=actor)


async def arrange_unless_there(command: ArrangeCalendar, uow: DemarchesWork) -> None:
    """Agents may have changed it since: what they arranged stays."""
    try:
        _ = await uow.calendars.get(command.calendar_id)
    except CalendarNotFound:
        _ = await arrange_calendar(command, uow)


async def load_calendars(service: Service[DemarchesWork], actor: Actor) -> None:
    for venue in agendas.VENUES:
        await service.commands.run(arrange_venue, venue, actor=actor)
    for calendar in agendas.CALENDARS:
        await service.commands.run(arrange_unless_there, calendar, actor=actor)


async def main() -> None:
    service = Service(Settings(), DemarchesWork)  # pyright: ignore[reportCallIssue]
    for organisation, town in TOWNS:
        await load(service, organisation, town.CATALOGUE, town.DEFINITIONS)
    await load_requests(service)
    await load_camille(service)
    await load_shared(service)
    await load_assistant(service)
    await service.database.close()
    await service.relay_database.close()


if __name__ == "__main__":
    asyncio.run(main())
