"""Finding tickets by what was said in them (migration 0007 has the words and their indexes)."""

from typing import Any

from sqlalchemy import Boolean, ColumnElement, and_, exists, func, literal, literal_column, or_, select

from ticketing.domain.thread import Audience
from ticketing.storage.tables import interventions, messages, tickets

LONGEST = 200


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


def said_anywhere(typed: str) -> ColumnElement[bool]:
    """For the support team, among all of the provider's tickets, internal notes included."""
    found: Any = select(func.tickets_saying(literal(typed[:LONGEST])))
    return tickets.c.id.in_(found)


def _says(table: str, typed: str) -> ColumnElement[bool]:
    words: ColumnElement[Any] = literal_column(f"{table}.words")
    return and_(words.op("@@", return_type=Boolean())(func.words_asked(literal(typed))))
