"""Puts the console's pages together."""

from litestar import Router
from litestar.di import Provide

from chassis.console import ConsolePages
from chassis.settings import Settings
from ticketing.console import acts, catalogue, entries, export, macros, pages, settings, shelf, shelves, teamwork


def console(given: Settings) -> Router:
    shared = ConsolePages("ticketing", given.read_secret(), "ticketing.console.templates")
    router = shared.router(
        pages.queue,
        export.export,
        pages.ticket,
        pages.promises,
        pages.statistics,
        pages.keys,
        acts.answer,
        acts.look,
        acts.note,
        acts.intervention,
        acts.take,
        acts.wait,
        acts.resolve,
        *teamwork.PAGES,
        *macros.PAGES,
        *settings.PAGES,
        *catalogue.PAGES,
        *entries.PAGES,
        *shelves.PAGES,
        *shelf.PAGES,
    )
    router.dependencies = {
        "console": Provide(lambda: shared, sync_to_thread=False),
        "page": Provide(pages.page_of, sync_to_thread=False),
        "desk": Provide(settings.desk, sync_to_thread=False),
    }
    return router
