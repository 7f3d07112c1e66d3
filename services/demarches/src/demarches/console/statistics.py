"""Figures, drawn and written."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency

from chassis.clock import Clock
from chassis.commands import Commands
from chassis.console import ConsolePages
from chassis.http import Ask, By
from demarches.commands.statistics.publish_figures import PublishFigures, publish_figures
from demarches.console.acting import N_
from demarches.console.fields import fields_of, uuid_in
from demarches.domain.answers import today_at
from demarches.domain.permissions import ORGANISE, READ
from demarches.http.statistics import last_months
from demarches.queries.desk.page import read_choices
from demarches.queries.statistics.figures import read_figures
from demarches.queries.statistics.published import is_published
from demarches.queries.words import translation
from demarches.storage.unit_of_work import DemarchesWork

PERIODS = (3, 6, 12, 24)
OPENED = N_("Les chiffres sont publiés sur le portail, en données ouvertes.")
CLOSED = N_("Les chiffres ne sont plus publiés.")


@get("/statistics", needs=READ)
async def statistics(
    request: Request[Any, Any, Any],
    actor: By,
    queries: Ask,
    console: NamedDependency[ConsolePages],
    clock: NamedDependency[Clock],
) -> Response[str]:
    today, chosen = today_at(clock()), request.query_params
    wanted = chosen.get("mois", "12")
    months = int(wanted) if wanted in map(str, PERIODS) else 12
    demarche = uuid_in(chosen.get("demarche"))
    figures = await queries.ask(read_figures, (last_months(today, months, demarche), today), actor=actor)
    return console.render(
        request,
        actor,
        "demarches/statistics.html",
        figures=figures,
        months=months,
        periods=PERIODS,
        demarche=demarche,
        choices=await queries.ask(read_choices, today, actor=actor),
        published=await queries.ask(is_published, None, actor=actor),
    )


@post("/statistics/publication", needs=ORGANISE)
async def publication(
    request: Request[Any, Any, Any],
    actor: By,
    commands: NamedDependency[Commands[DemarchesWork]],
    console: NamedDependency[ConsolePages],
) -> Response[Any]:
    wanted = (await fields_of(request)).get("published") == "1"
    await commands.run(publish_figures, PublishFigures(wanted), actor=actor)
    said = translation(actor.locale)(OPENED if wanted else CLOSED)
    return console.redirect("/demarches/statistics", flash=said)


ROUTES = [statistics, publication]
