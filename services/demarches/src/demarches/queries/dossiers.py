"""Lists of dossiers, as their applicants have them."""

from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from msgspec import Struct
from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from chassis.pagination import Page, after, page
from chassis.refusals import Fault
from contracts.forms import say
from demarches.domain.agreements import TO_CONSULT
from demarches.domain.dossier import OPEN, Status
from demarches.domain.exchanges import Side
from demarches.domain.refusals import NoSuchView
from demarches.domain.silence import reasons_due
from demarches.queries.words import TONES, status_word, to_consult
from demarches.storage.agreements import to_be_consulted
from demarches.storage.tables import demarches, dossiers, messages, silences

LAST = 4


class DossierLine(Struct, kw_only=True):
    """`waits_for_me` is true where the reader's own side has something to do."""

    id: UUID
    reference: str | None
    demarche: str
    demarche_slug: str
    status: str
    status_word: str
    tone: str
    archived: bool
    created_at: datetime
    changed_at: datetime
    submitted_at: datetime | None
    due_on: date | None
    late: bool
    applicant: str
    examiner: UUID | None
    unread: int
    waits_for_me: bool
    reasons_due: date | None = None
    """Until when the reasons of a rejection by silence are owed; to agents alone."""


class AskMine(Struct, frozen=True, kw_only=True):
    """`view`: last (four), drafts, open, archived or all."""

    today: date
    view: str = "all"
    cursor: str | None = None
    limit: int = 50


async def list_mine(question: AskMine, actor: Actor, connection: AsyncConnection) -> Page[DossierLine]:
    c = dossiers.c
    views: dict[str, ColumnElement[bool]] = {
        "last": c.status != Status.DRAFT,
        "drafts": c.status == Status.DRAFT,
        "open": and_(c.status != Status.DRAFT, ~c.archived),
        "archived": c.archived,
        "all": c.status != Status.DRAFT,
    }
    if question.view not in views:
        raise NoSuchView(faults=[Fault("/view", "Choisissez une des vues proposées.", "unknown")])
    statement = lines(Side.APPLICANT).where(c.applicant == actor.subject, views[question.view])
    limit = LAST if question.view == "last" else question.limit
    rows = (await connection.execute(after(statement, [c.id], question.cursor, limit))).all()
    cut = page(rows, limit, lambda row: [row.id])
    items = [line_of(row, actor.locale, question.today, Side.APPLICANT) for row in cut.items]
    return Page(items, None if question.view == "last" else cut.next)


class Badges(Struct):
    """`waiting_for_me`: dossiers that wait for a piece, and unread messages' dossiers, each counted once."""

    unread_messages: int
    waiting_for_me: int


async def count_badges(_: None, actor: Actor, connection: AsyncConnection) -> Badges:
    """Derived at each reading, so that no crash can make them lie."""
    if actor.subject is None:
        return Badges(0, 0)
    mine = (dossiers.c.applicant == actor.subject) & (dossiers.c.status != Status.DRAFT)
    unread = select(func.count()).select_from(messages).join(dossiers, dossiers.c.id == messages.c.dossier_id)
    waiting = select(func.count()).where(
        mine, (dossiers.c.status == Status.INCOMPLETE) | exists(_unread_in(Side.APPLICANT))
    )
    return Badges(
        unread_messages=await connection.scalar(unread.where(mine, *_unread(Side.APPLICANT))) or 0,
        waiting_for_me=await connection.scalar(waiting) or 0,
    )


def _unread(side: Side) -> list[ColumnElement[bool]]:
    return [messages.c.side == str(side.other), messages.c.read_at.is_(None)]


def _unread_in(side: Side) -> Any:
    return select(messages.c.id).where(messages.c.dossier_id == dossiers.c.id, *_unread(side)).correlate(dossiers)


@cache
def lines(side: Side) -> Any:
    """Never changed, only built upon: each list begins with it."""
    unread = (
        select(func.count())
        .select_from(messages)
        .where(messages.c.dossier_id == dossiers.c.id, *_unread(side))
        .correlate(dossiers)
        .scalar_subquery()
        .label("unread")
    )
    c = dossiers.c
    columns = (c.id, c.reference, c.status, c.archived, c.created_at, c.changed_at, c.submitted_at, c.due_on)
    s = silences.c
    asked = select(s.reasons_asked_at).where(s.dossier_id == c.id).correlate(dossiers).scalar_subquery()
    more = (c.contact_name, c.examiner, demarches.c.slug, demarches.c.title, unread, asked.label("reasons_asked_at"))
    if side is Side.APPLICANT:
        more = (*more, to_be_consulted())
    return select(*columns, *more).join(demarches, demarches.c.id == c.demarche_id)


def line_of(row: Any, locale: str, today: date, side: Side) -> DossierLine:
    status = Status(row.status)
    awaited = status is Status.INCOMPLETE if side is Side.APPLICANT else status is Status.SUBMITTED
    word, tone = status_word(status, locale), TONES[status]
    withheld = side is Side.APPLICANT and row.to_consult
    if withheld:
        word, tone, _ = to_consult(locale)
    return DossierLine(
        id=row.id,
        reference=row.reference,
        demarche=say(row.title, locale),
        demarche_slug=row.slug,
        status=TO_CONSULT if withheld else str(status),
        status_word=word,
        tone=tone,
        archived=row.archived,
        created_at=row.created_at,
        changed_at=row.changed_at,
        submitted_at=row.submitted_at,
        due_on=row.due_on,
        late=status in OPEN and row.due_on is not None and row.due_on < today,
        applicant=row.contact_name,
        examiner=row.examiner,
        unread=row.unread,
        waits_for_me=awaited or row.unread > 0,
        reasons_due=reasons_due(row.reasons_asked_at) if side is Side.AGENT and status in OPEN else None,
    )
