"""The queue, for a spreadsheet."""

from collections.abc import AsyncIterator
from itertools import islice
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Stream

from chassis.clock import Clock
from chassis.commands import Commands
from chassis.exports import CSV_TYPE, ODS_ROWS, ODS_TYPE, csv_chunks, ods
from chassis.http import Ask, By
from chassis.refusals import Invalid, NotFound
from demarches.commands.desk.export_queue import ExportQueue, export_queue
from demarches.console.address import QueueAddress
from demarches.console.names import Names
from demarches.domain.answers import today_at
from demarches.domain.policies import READ
from demarches.queries.desk.export import columns, pages_of, row
from demarches.queries.dossiers import DossierLine
from demarches.queries.words import translation
from demarches.storage.unit_of_work import DemarchesWork

# The mark and the headings, which only the first page has.
_HEAD = 2


class TooManyRows(Invalid):
    """Cette sélection est trop grande pour un fichier ODS : prenez le CSV."""


@get("/export/{kind:str}", needs=READ)
async def export(
    request: Request[Any, Any, Any],
    kind: FromPath[str],
    actor: By,
    queries: Ask,
    commands: NamedDependency[Commands[DemarchesWork]],
    names: NamedDependency[Names],
    clock: NamedDependency[Clock],
) -> Response[bytes] | Stream:
    if kind not in ("csv", "ods"):
        raise NotFound
    address = QueueAddress(request.url.query)
    question = address.question(today_at(clock()))
    await commands.run(export_queue, ExportQueue(address.query), actor=actor)
    heads, locale = columns(actor.locale), actor.locale
    known: dict[Any, str] = {}

    async def rows_of(lines: list[DossierLine]) -> list[list[Any]]:
        known.update(await names.of(actor, {line.examiner for line in lines} - known.keys()))
        return [row(line, known) for line in lines]

    async def flow() -> AsyncIterator[bytes]:
        first = True
        async for lines in pages_of(question, actor, queries):
            for chunk in islice(csv_chunks(heads, await rows_of(lines)), 0 if first else _HEAD, None):
                yield chunk
            first = False

    name = f"{translation(locale)('demandes')}-{today_at(clock()).isoformat()}.{kind}"
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
    if kind == "csv":
        return Stream(flow(), media_type=CSV_TYPE, headers=headers)
    rows: list[list[Any]] = []
    async for lines in pages_of(question, actor, queries):
        rows += await rows_of(lines)
        if len(rows) > ODS_ROWS:
            raise TooManyRows
    return Response(ods(translation(locale)("Demandes"), heads, rows), media_type=ODS_TYPE, headers=headers)


ROUTES = [export]
