"""The démarches console, put together."""

from typing import Any

from litestar import Router
from litestar.di import Provide

from chassis.console import ConsolePages
from chassis.service import Service
from contracts.asks import AskContacts, Contacts
from demarches.console import (
    acts,
    assigning,
    bulk,
    dossier,
    export,
    moving,
    news,
    organisation,
    queue,
    statistics,
    synonyms,
    what_if,
)
from demarches.console.acting import Acts
from demarches.console.agenda import arranging, days
from demarches.console.editor import (
    catalogue,
    circuit,
    eligibility,
    publication,
    questions,
    sharing,
    stages,
    texts,
    trials,
    versions,
)
from demarches.console.editor.pages import EditorPages
from demarches.console.names import Names
from demarches.console.showing import DossierPages
from demarches.storage.unit_of_work import DemarchesWork


def console(service: Service[DemarchesWork]) -> Router:
    async def ask_identity(question: AskContacts) -> Contacts:
        if service.worker is None or service.worker.bus is None:
            return Contacts()
        return await service.worker.bus.ask(AskContacts.subject, question, Contacts)

    pages = ConsolePages("demarches", service.settings.read_secret(), "demarches.console.templates")
    names = Names(ask_identity)
    dossiers = DossierPages(service.queries, pages, names, service.now)
    doing = Acts(service.commands, service.queries, pages, dossiers, names, service.now)
    router = pages.router(
        *queue.ROUTES,
        *dossier.ROUTES,
        *news.ROUTES,
        *acts.ROUTES,
        *assigning.ROUTES,
        *moving.ROUTES,
        *what_if.ROUTES,
        *statistics.ROUTES,
        *catalogue.ROUTES,
        *questions.ROUTES,
        *eligibility.ROUTES,
        *circuit.ROUTES,
        *stages.ROUTES,
        *trials.ROUTES,
        *versions.ROUTES,
        *publication.ROUTES,
        *sharing.ROUTES,
        *texts.ROUTES,
        *bulk.ROUTES,
        *export.ROUTES,
        *organisation.ROUTES,
        *synonyms.ROUTES,
        *days.ROUTES,
        *arranging.ROUTES,
    )
    together = (service.queries, service.commands, pages, names, service.now)
    values: dict[str, Any] = {
        "console": pages,
        "names": names,
        "dossiers": dossiers,
        "acts": doing,
        "queues": queue.QueuePages(*together),
        "editor": EditorPages(*together),
        "organisations": organisation.OrganisationPages(*together),
    }
    router.dependencies = {name: Provide(_always(value), sync_to_thread=False) for name, value in values.items()}
    return router


def _always(value: object) -> Any:
    def provide() -> Any:
        return value

    return provide
