"""A queue, for a spreadsheet."""

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Stream

from chassis.commands import Commands
from chassis.http import Ask, By
from chassis.pagination import Page
from ticketing.commands.desk.export_queue import ExportQueue, export_queue
from ticketing.domain.policies import ANSWER
from ticketing.exporting import PAGE, exported
from ticketing.naming import named_lines
from ticketing.people import People
from ticketing.queries.lines import TicketLine
from ticketing.queries.queue import ListQueue, Queue, list_queue
from ticketing.storage.unit_of_work import TicketingWork


@get("/export/{kind:str}", needs=ANSWER)
async def export(
    kind: FromPath[str],
    actor: By,
    queries: Ask,
    people: NamedDependency[People],
    commands: NamedDependency[Commands[TicketingWork]],
    file: FromQuery[Queue] = "open",
    q: FromQuery[str] = "",
    gravite: FromQuery[str] = "",
    etat: FromQuery[str] = "",
) -> Response[bytes] | Stream:
    await commands.run(export_queue, ExportQueue(file), actor=actor)

    async def read(cursor: str | None) -> Page[TicketLine]:
        question = ListQueue(
            locale=actor.locale, queue=file, search=q, severity=gravite, status=etat, cursor=cursor, limit=PAGE
        )
        return await named_lines(await queries.ask(list_queue, question, actor=actor), people, actor)

    return await exported(kind, read, locale=actor.locale, now=commands.now())
