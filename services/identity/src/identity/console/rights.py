"""« Qui peut quoi ? »: read by person, by function or by right, and taken along as a table (ID-10)."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from chassis.console import ConsolePages
from chassis.exports import CSV_TYPE, csv_chunks
from chassis.http import Ask, By
from chassis.pages.filters import in_paris
from contracts.permissions import BY_NAME
from identity.console.forms import N_, words
from identity.domain.members import GRANT
from identity.queries.rights import Holder, Right, WhoMayWhat, who_may_what

Pages = NamedDependency[ConsolePages]
AnyRequest = Request[Any, Any, Any]
# As many rights of one origin are read at once; the others wait behind « et 8 autres ».
SHOWN = 3
COLUMNS = (
    N_("Membre"),
    N_("Fonction"),
    N_("Permission"),
    N_("Attribuée par"),
    N_("Attribuée le"),
    N_("En sommeil"),
)


class Origin(NamedTuple):
    """Rights that came the same way: from the same person, on the same day, alive or asleep together."""

    granted_by: str
    rights: list[Right]

    @property
    def first(self) -> list[Right]:
        # One more is no longer to read than « et 1 autre ».
        return self.rights if len(self.rights) <= SHOWN + 1 else self.rights[:SHOWN]

    @property
    def others(self) -> list[Right]:
        return self.rights[len(self.first) :]


@get("/rights", needs=GRANT)
async def rights(
    request: AnyRequest,
    actor: By,
    queries: Ask,
    pages: Pages,
    q: FromQuery[str] = "",
    droit: FromQuery[str] = "",
) -> Response[Any]:
    everybody = await queries.ask(who_may_what, WhoMayWhat(), actor=actor)
    held = {right.permission for holder in everybody.holders for right in holder.rights}
    return pages.render(
        request,
        actor,
        "console/rights.html",
        rights=everybody,
        holders=[(holder, by_origin(holder.rights)) for holder in everybody.holders if holder.is_meant(q, droit)],
        permissions=[(name, BY_NAME[name].label) for name in sorted(held & BY_NAME.keys())],
        q=q,
        droit=droit,
    )


@get("/rights/droits.csv", needs=GRANT)
async def export(request: AnyRequest, actor: By, queries: Ask, pages: Pages) -> Response[bytes]:
    """A line per right; who has none has a line as well."""
    _ = words(pages, request, actor)
    found = await queries.ask(who_may_what, WhoMayWhat(), actor=actor)
    columns = [_(name) for name in COLUMNS]
    lines = (line for holder in found.holders for line in _lines(holder, _))
    headers = {"content-disposition": 'attachment; filename="droits.csv"', "cache-control": "no-store"}
    return Response(b"".join(csv_chunks(columns, lines)), media_type=CSV_TYPE, headers=headers)


def by_origin(held: Sequence[Right]) -> list[Origin]:
    origins: dict[tuple[Any, ...], Origin] = {}
    for right in held:
        day = in_paris(right.granted_at).date()
        origins.setdefault((right.granted_by, day, right.alive), Origin(right.granted_by, [])).rights.append(right)
    return list(origins.values())


def _lines(holder: Holder, said: Any) -> Iterator[Sequence[object]]:
    who = (holder.name, said(holder.function) if holder.function else "")
    if not holder.rights:
        yield (*who, "", "", "", "")
    for right in holder.rights:
        yield (*who, said(right.label), right.granted_by, right.granted_at, not right.alive)


ROUTES = [rights, export]
