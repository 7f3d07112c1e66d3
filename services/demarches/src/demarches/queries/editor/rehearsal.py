"""Open dossiers under the version that is under work: what would be asked of them again, and by when one would answer."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.forms import AnyItem, Context, Form, Table, flat, pieces_asked, say, validate
from demarches.domain.answers import today_at
from demarches.domain.clock import Wait
from demarches.domain.definition import Definition
from demarches.domain.dossier import OPEN, Dossier
from demarches.domain.editor.trials import called
from demarches.storage import clocks, definitions
from demarches.storage.dossiers import dossier_of
from demarches.storage.tables import dossiers, piece_requests, pieces

MOST_REHEARSED = 300


class Rehearsed(Struct, kw_only=True):
    """An open dossier under the new version: what would be asked of it again, and when one would have to answer."""

    id: UUID
    reference: str
    version: int
    problems: list[str]
    due_before: date | None
    due_after: date | None


async def rehearsed(
    definition: Definition, demarche_id: UUID, connection: AsyncConnection, at: datetime, locale: str
) -> list[Rehearsed]:
    """Of the MOST_REHEARSED latest, those that would fare otherwise. A paper that was given is not asked for again."""
    c = dossiers.c
    statement = (
        select(dossiers)
        .where(c.demarche_id == demarche_id, c.status.in_(OPEN))
        .order_by(c.submitted_at.desc())
        .limit(MOST_REHEARSED)
    )
    rows = [dossier_of(row) for row in await connection.execute(statement)]
    ids, found = [one.id for one in rows], list[Rehearsed]()
    waits, joined = await _waits(connection, ids), await _joined(connection, ids)
    for dossier in rows:
        own = await definitions.version(connection, demarche_id, dossier.definition)
        clock = clocks.clock_from(dossier, definition, waits[dossier.id], today=today_at(at))
        found.append(
            Rehearsed(
                id=dossier.id,
                reference=dossier.reference or "",
                version=dossier.definition,
                problems=[
                    *_problems(definition.form, dossier, locale),
                    *_papers(definition, own, dossier, joined[dossier.id], locale),
                ],
                due_before=dossier.due_on,
                due_after=clock.due_on,
            )
        )
    return [line for line in found if line.problems or line.due_before != line.due_after]


async def _waits(connection: AsyncConnection, ids: list[UUID]) -> dict[UUID, list[Wait]]:
    c, found = piece_requests.c, defaultdict[UUID, list[Wait]](list)
    asked = select(c.dossier_id, c.asked_at, c.answered_at).where(c.dossier_id.in_(ids), c.indispensable)
    for row in await connection.execute(asked):
        found[row.dossier_id].append(Wait(row.asked_at, row.answered_at))
    return found


async def _joined(connection: AsyncConnection, ids: list[UUID]) -> dict[UUID, set[str]]:
    c, found = pieces.c, defaultdict[UUID, set[str]](set)
    for row in await connection.execute(select(c.dossier_id, c.type).where(c.dossier_id.in_(ids), c.files > 0)):
        found[row.dossier_id].add(row.type)
    return found


def _problems(form: Form, dossier: Dossier, locale: str) -> list[str]:
    found = validate(form, dossier.answers, _on_its_day(dossier)).problems
    return [called(_called(form, problem.pointer, locale), say(problem.message, locale)) for problem in found]


def _papers(new: Definition, own: Definition, dossier: Dossier, joined: set[str], locale: str) -> list[str]:
    def mandatory(definition: Definition) -> dict[str, Any]:
        asked = pieces_asked(definition.form, dossier.answers, _on_its_day(dossier))
        return {piece.type: piece.label for piece in asked if piece.mandatory}

    before = mandatory(own)
    return [say(label, locale) for kind, label in mandatory(new).items() if kind not in joined and kind not in before]


def _on_its_day(dossier: Dossier) -> Context:
    return Context(today=today_at(dossier.must_be_submitted()))


def _called(form: Form, pointer: str, locale: str) -> str:
    """A question by its words, a column of a table behind its row; what the form no longer asks by its name."""
    name, *rest = pointer.strip("/").split("/")
    items: dict[str, AnyItem] = {item.id: item for step in form.steps for item in flat(step)}
    item = items.get(name)
    if item is None:
        return name
    said = [say(item.label, locale) or name]
    if isinstance(item, Table) and rest and rest[0].isdecimal():
        said.append(str(int(rest[0]) + 1))
        columns = {column.id: say(column.label, locale) for column in item.items}
        said += [columns[part] for part in rest[1:2] if part in columns]
    return " › ".join(said)
