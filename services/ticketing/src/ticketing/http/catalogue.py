"""What help can be asked for. Anybody may look (TK-01)."""

from typing import Any

from litestar import Request, Router, get
from litestar.params import FromPath

from chassis.access import Needs
from chassis.console import locale_of
from chassis.http import Ask, By
from ticketing.queries.catalogue import CatalogueView, EntryView, ListCatalogue, ShowEntry, list_catalogue, show_entry


@get("/", needs=Needs.ANYONE)
async def index(request: Request[Any, Any, Any], actor: By, queries: Ask) -> CatalogueView:
    return await queries.ask(list_catalogue, ListCatalogue(locale_of(request, actor)), actor=actor)


@get("/{entry:str}", needs=Needs.ANYONE)
async def show(entry: FromPath[str], request: Request[Any, Any, Any], actor: By, queries: Ask) -> EntryView:
    return await queries.ask(show_entry, ShowEntry(entry, locale_of(request, actor)), actor=actor)


router = Router("/catalogue", route_handlers=[index, show])
