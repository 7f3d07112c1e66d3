"""What a town offers, to anyone."""

from litestar import Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from chassis.access import Needs
from chassis.clock import Clock
from chassis.http import Ask, By
from demarches.http import assistants
from demarches.queries.catalogue import Catalogue, read_catalogue
from demarches.queries.demarche import AskDemarche, DemarcheView, read_demarche
from demarches.queries.pages import PageView, read_page
from demarches.queries.search import Found, search_demarches


@get("/catalogue", needs=Needs.ANYONE, operation_id="read_catalogue", assistants=assistants.CATALOGUE)
async def catalogue(actor: By, queries: Ask) -> Catalogue:
    return await queries.ask(read_catalogue, None, actor=actor)


@get("/demarches/{slug:str}", needs=Needs.ANYONE)
async def demarche(slug: FromPath[str], actor: By, queries: Ask, clock: NamedDependency[Clock]) -> DemarcheView:
    return await queries.ask(read_demarche, AskDemarche(slug, clock()), actor=actor)


@get("/search", needs=Needs.ANYONE)
async def search(actor: By, queries: Ask, q: FromQuery[str] = "") -> Found:
    return await queries.ask(search_demarches, q, actor=actor)


@get("/pages/{slug:str}", needs=Needs.ANYONE)
async def page(slug: FromPath[str], actor: By, queries: Ask) -> PageView:
    """An information page of the catalogue."""
    return await queries.ask(read_page, slug, actor=actor)


router = Router("/", route_handlers=[catalogue, demarche, search, page])
