"""Figures: for agents, for anyone when published; and how it went, from those who asked."""

from datetime import date
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.params import FromPath, FromQuery, JSONBody

from chassis.access import Needs
from chassis.exports import CSV_TYPE, csv_chunks
from chassis.http import Ask, By
from demarches.commands.statistics.rate_demarche import RateDemarche, rate_demarche
from demarches.domain.answers import today_at
from demarches.domain.clock import add_period
from demarches.domain.permissions import READ
from demarches.http.bodies import Body, LongText
from demarches.http.dossiers import Now
from demarches.http.drafts import Run
from demarches.queries.statistics.figures import AskFigures, Figures, read_figures
from demarches.queries.statistics.published import OpenFigures, read_published

MONTHS = 12


class Rating(Body, frozen=True):
    score: int
    comment: LongText = ""


def last_months(today: date, months: int = MONTHS, demarche_id: UUID | None = None) -> AskFigures:
    """The current month and those before it."""
    last = today.replace(day=1)
    months = min(max(months, 1), 60)
    return AskFigures(first=add_period(last, months=1 - months), last=last, demarche_id=demarche_id)


@get("/statistics", needs=READ)
async def statistics(
    actor: By, queries: Ask, clock: Now, months: FromQuery[int] = MONTHS, demarche: FromQuery[UUID | None] = None
) -> Figures:
    today = today_at(clock())
    return await queries.ask(read_figures, (last_months(today, months, demarche), today), actor=actor)


@get("/open-data/statistics", needs=Needs.ANYONE)
async def published(actor: By, queries: Ask, clock: Now) -> OpenFigures:
    """404 as long as the organisation publishes none. Counts of one to four people are left out."""
    today = today_at(clock())
    return await queries.ask(read_published, (last_months(today), today), actor=actor)


@get("/open-data/statistics.csv", needs=Needs.ANYONE)
async def published_csv(actor: By, queries: Ask, clock: Now) -> Response[bytes]:
    today = today_at(clock())
    found = await queries.ask(read_published, (last_months(today), today), actor=actor)
    columns = ["demarche", "received", "decided", "median_days", "share_in_legal_time", "satisfaction"]
    body = b"".join(csv_chunks(columns, [[getattr(line, name) for name in columns] for line in found.lines]))
    name = f"demarches-{found.first:%Y-%m}-{found.last:%Y-%m}.csv"
    return Response(body, media_type=CSV_TYPE, headers={"content-disposition": f'attachment; filename="{name}"'})


@post("/dossiers/{dossier_id:uuid}/satisfaction", needs=Needs.ANYONE)
async def rate(dossier_id: FromPath[UUID], data: JSONBody[Rating], actor: By, commands: Run) -> None:
    command = RateDemarche(dossier_id=dossier_id, score=data.score, comment=data.comment)
    await commands.run(rate_demarche, command, actor=actor)


router = Router("/", route_handlers=[statistics, published, published_csv, rate])
