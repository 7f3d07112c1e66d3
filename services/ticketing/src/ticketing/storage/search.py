"""Finding tickets by what was said in them (migration 0007 has the words, 0013 those of a whole ticket in one row)."""

from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Boolean,
    ColumnElement,
    Select,
    Uuid,
    and_,
    any_,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    true,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from ticketing.domain.thread import Audience
from ticketing.domain.ticket import Status
from ticketing.storage.tables import interventions, messages, ticket_words, tickets

LONGEST = 200
FEW = 1000
"""So many tickets are found by their words and then put into order; of more, the order is followed and words are looked at."""


def mentions(typed: str) -> ColumnElement[bool]:
    """For customers, whose tickets are few: in the number, the subject, the form's answers, what was said publicly or
    done. An internal note finds nothing."""
    typed = typed[:LONGEST]
    m, i, t = messages.c, interventions.c, tickets.c
    said = exists().where(
        m.tenant == t.tenant, m.ticket_id == t.id, m.audience == str(Audience.PUBLIC), _says("messages", typed)
    )
    done = exists().where(i.tenant == t.tenant, i.ticket_id == t.id, _says("interventions", typed))
    return or_(t.reference.icontains(typed, autoescape=True), _says("tickets", typed), said, done)


async def said_anywhere(chosen: Select[Any], typed: str, state: Status, connection: AsyncConnection) -> Select[Any]:
    """For the support team, among all of the provider's tickets that are over, or not, as one in this state is;
    internal notes included."""
    typed = typed[:LONGEST]
    asked = select(func.tickets_saying(literal(typed), str(state), FEW + 1))
    found: list[UUID] = list(await connection.scalars(asked))
    if len(found) <= FEW:
        return chosen.where(tickets.c.id == any_(literal(found, ARRAY(Uuid))))
    # A word that so many tickets hold soon comes by on the way. `limit` keeps it a step for each ticket.
    w = ticket_words.c
    words = select(func.words_anywhere(literal(typed))).scalar_subquery()
    says = select(w.ticket_id).where(
        w.tenant == tickets.c.tenant, w.ticket_id == tickets.c.id, w.words.op("@@", return_type=Boolean())(words)
    )
    return chosen.join(says.limit(1).lateral("says"), true())


def _says(table: str, typed: str) -> ColumnElement[bool]:
    words: ColumnElement[Any] = literal_column(f"{table}.words")
    return and_(words.op("@@", return_type=Boolean())(func.words_asked(literal(typed))))
