"""The waiting list of a démarche whose quota is reached, and the town's words for search."""

from litestar import Router, delete, get, post, put
from litestar.params import FromPath, JSONBody

from chassis.access import Needs
from chassis.http import Ask, By
from demarches.commands.catalogue.drop_synonym import DropSynonym, drop_synonym
from demarches.commands.catalogue.keep_synonym import KeepSynonym, keep_synonym
from demarches.commands.catalogue.stop_waiting_for_place import StopWaitingForPlace, stop_waiting_for_place
from demarches.commands.catalogue.wait_for_place import WaitForPlace, wait_for_place
from demarches.domain.policies import EDIT
from demarches.http.appointments import WaitingView
from demarches.http.drafts import Run
from demarches.queries.synonyms import Synonym, list_synonyms
from demarches.queries.waiting import PlaceInLine, read_place_in_line


@get("/demarches/{slug:str}/waiting", needs=Needs.SIGNED_IN)
async def where(slug: FromPath[str], actor: By, queries: Ask) -> PlaceInLine:
    return await queries.ask(read_place_in_line, slug, actor=actor)


@post("/demarches/{slug:str}/waiting", needs=Needs.SIGNED_IN)
async def wait(slug: FromPath[str], actor: By, commands: Run) -> WaitingView:
    """Be told by mail when a place comes back; it is then kept for two days."""
    return await commands.run(wait_for_place, WaitForPlace(slug), actor=actor, show=WaitingView.of)


@post("/demarches/{slug:str}/waiting/end", needs=Needs.SIGNED_IN, status_code=204)
async def leave(slug: FromPath[str], actor: By, commands: Run) -> None:
    await commands.run(stop_waiting_for_place, StopWaitingForPlace(slug), actor=actor)


@get("/synonyms", needs=EDIT)
async def synonyms(actor: By, queries: Ask) -> list[Synonym]:
    return await queries.ask(list_synonyms, None, actor=actor)


@put("/synonyms", needs=EDIT)
async def keep(data: JSONBody[KeepSynonym], actor: By, commands: Run) -> None:
    await commands.run(keep_synonym, data, actor=actor)


@delete("/synonyms/{term:str}", needs=EDIT)
async def drop(term: FromPath[str], actor: By, commands: Run) -> None:
    await commands.run(drop_synonym, DropSynonym(term), actor=actor)


router = Router("/", route_handlers=[where, wait, leave, synonyms, keep, drop])
