"""The queue as rows of a spreadsheet, a page after the other."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from msgspec import structs

from chassis.actor import Actor
from chassis.queries import Queries
from demarches.queries.desk.queue import AskQueue, list_queue
from demarches.queries.dossiers import DossierLine
from demarches.queries.words import translation

ROWS = 250


async def pages_of(question: AskQueue, actor: Actor, queries: Queries) -> AsyncIterator[list[DossierLine]]:
    """Each in a transaction of its own: an export of 100,000 rows holds no snapshot and little memory."""
    cursor = None
    while True:
        asked = structs.replace(question, cursor=cursor, limit=ROWS)
        page = await queries.ask(list_queue, asked, actor=actor)
        yield page.items
        cursor = page.next
        if cursor is None:
            return


def columns(locale: str) -> list[str]:
    _ = translation(locale)
    return [
        _("Numéro"),
        _("Démarche"),
        _("Demandeur"),
        _("État"),
        _("Reçue le"),
        _("Échéance légale"),
        _("En retard"),
        _("Agent"),
        _("Messages non lus"),
    ]


def row(line: DossierLine, names: dict[UUID, str]) -> list[Any]:
    return [
        line.reference,
        line.demarche,
        line.applicant,
        line.status_word,
        line.submitted_at,
        line.due_on,
        line.late,
        names.get(line.examiner, "") if line.examiner else "",
        line.unread,
    ]
