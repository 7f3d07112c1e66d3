"""What help can be asked for. Anybody may look (TK-01)."""

from litestar import Router, get
from litestar.params import FromPath

from chassis.access import Needs
from chassis.http import Ask, By
from ticketing.queries.catalogue import CatalogueView, EntryView, ListCatalogue, ShowEntry, list_catalogue, show_entry


@get("/", needs=Needs.ANYONE)
async def index(actor: By, queries: Ask) -> CatalogueView:
    return await queries.ask(list_catalogue, ListCatalogue(actor.locale), actor=actor)


@get("/{entry:str}", needs=Needs.ANYONE)
async def show(entry: FromPath[str], actor: By, queries: Ask) -> EntryView:
    return await queries.ask(show_entry, ShowEntry(entry, actor.locale), actor=actor)


router = Router("/catalogue", route_handlers=[index, show])
