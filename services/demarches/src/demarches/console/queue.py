"""The queue: what waits for whom."""

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from chassis.clock import Clock
from chassis.console import ConsolePages
from chassis.http import Ask, By
from demarches.console.names import Names
from demarches.domain.answers import today_at
from demarches.domain.policies import READ
from demarches.queries.dossiers import AskQueue, count_queue, list_queue

VIEWS = ("unassigned", "mine", "late", "waiting", "done", "all")
PAGE = 50


@get(["/", "/dossiers"], needs=READ)
async def queue(
    request: Request[Any, Any, Any],
    actor: By,
    queries: Ask,
    console: NamedDependency[ConsolePages],
    clock: NamedDependency[Clock],
    names: NamedDependency[Names],
    vue: FromQuery[str] = "unassigned",
    apres: FromQuery[str | None] = None,
) -> Response[str]:
    view = vue if vue in VIEWS else "unassigned"
    today = today_at(clock())
    found = await queries.ask(list_queue, AskQueue(today=today, view=view, cursor=apres, limit=PAGE), actor=actor)
    counts = await queries.ask(count_queue, today, actor=actor)
    known = await names.of(actor, [line.examiner for line in found.items])
    shown = {"found": found, "view": view, "counts": counts, "names": known, "today": today}
    return console.render(request, actor, "demarches/queue.html", **shown)


ROUTES = [queue]
