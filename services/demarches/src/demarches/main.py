"""Where this service is put together."""

from litestar import Litestar

from chassis.clock import Clock, utc_now
from chassis.service import Service
from chassis.settings import Settings
from chassis.subscriptions import Subscription
from contracts.asks import AskContacts, AskOrganisation, Contacts, OrganisationFacts
from contracts.demarches import DossierDecided
from demarches.commands.decisions.seal_document import Sealer
from demarches.console.console import console
from demarches.events.message_facts import answers
from demarches.events.subscriptions import SUBSCRIPTIONS, decided
from demarches.events.timers import TIMERS
from demarches.http import (
    agreements,
    appointments,
    calendars,
    catalogue,
    decisions,
    desk,
    dossiers,
    drafts,
    instruction,
    pieces,
    sharing,
    statistics,
    tracking,
    waiting,
    workflow,
)
from demarches.http.own_address import OwnAddress
from demarches.http.town_name import TownName
from demarches.storage.unit_of_work import DemarchesWork


def create_app(settings: Settings, *, now: Clock = utc_now) -> Litestar:
    service = Service(settings, DemarchesWork, now=now)

    async def ask_identity(question: AskOrganisation) -> OrganisationFacts:
        assert service.worker is not None
        bus = await service.worker.connected()
        return await bus.ask(AskOrganisation.subject, question, OrganisationFacts)

    async def ask_contacts(question: AskContacts) -> Contacts:
        assert service.worker is not None
        bus = await service.worker.connected()
        return await bus.ask(AskContacts.subject, question, Contacts)

    sealer = Sealer(service.signer, service.trust, ask_identity)
    return service.app(
        routes=[
            catalogue.router,
            drafts.router,
            dossiers.router,
            instruction.router,
            desk.router,
            decisions.router,
            workflow.router,
            statistics.router,
            sharing.router,
            pieces.router,
            tracking.router,
            appointments.router,
            calendars.router,
            waiting.router,
            agreements.router,
        ],
        pages=[console(service)],
        subscriptions=(*SUBSCRIPTIONS, Subscription(DossierDecided, decided, sealer)),
        timers=TIMERS,
        answers=answers(service.queries, ask_identity, now),
        dependencies={"clock": now, "own": OwnAddress(ask_contacts), "town": TownName(ask_identity)},
    )
