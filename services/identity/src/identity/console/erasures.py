"""« Effacements »: those that a service has not answered (ID-26)."""

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency

from chassis.console import ConsolePages
from chassis.http import Ask, By
from identity.domain.personal_data import ANSWERS_TAKE
from identity.http.context import Doing
from identity.http.erasures import MANAGE
from identity.queries.erasures import WaitingErasures, waiting_erasures


@get("/erasures", needs=MANAGE)
async def index(
    request: Request[Any, Any, Any], actor: By, queries: Ask, commands: Doing, pages: NamedDependency[ConsolePages]
) -> Response[Any]:
    late = commands.now() - ANSWERS_TAKE
    waiting = await queries.ask(waiting_erasures, WaitingErasures(commands.now()), actor=actor)
    return pages.render(request, actor, "console/erasures.html", waiting=waiting, late=late)


ROUTES = [index]
