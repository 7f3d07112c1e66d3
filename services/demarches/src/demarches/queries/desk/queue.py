"""An organisation's queue: what waits for whom."""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from msgspec import Struct
from sqlalchemy import ColumnElement, Select, and_, func, literal, literal_column, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from chassis.pagination import Page, after, page
from chassis.refusals import Fault
from demarches.domain.dossier import OPEN, Status
from demarches.domain.exchanges import Side
from demarches.domain.refusals import NoSuchView
from demarches.queries.dossiers import DossierLine, line_of, lines
from demarches.storage import words
from demarches.storage.tables import absences, agent_departments, demarches, dossiers, opinions, silences
from demarches.storage.visibility import visible_dossiers

ENDED = (Status.ACCEPTED, Status.REFUSED, Status.CLOSED, Status.CANCELLED)
VIEWS = ("unassigned", "mine", "late", "reasons", "waiting", "opinions", "done", "all")
# The nearest legal date first, where one works; what arrived last first, where one looks something up.
FIRST_SORT = {"mine": "due", "late": "due", "unassigned": "due"}
_NEVER = date(9999, 12, 31)
# In the words of the index `dossiers_received`, so that a plan made once for all values may follow it.
_SENT = dossiers.c.status != literal_column("'draft'")


class AskQueue(Struct, frozen=True, kw_only=True):
    """`view` is one of VIEWS; `q` are words that the dossier has; `sort` is received or due, "-" for the other way."""

    today: date
    view: str = "all"
    demarche: str | None = None
    department: UUID | None = None
    status: str | None = None
    agent: UUID | None = None
    q: str = ""
    sort: str = ""
    cursor: str | None = None
    limit: int = 50


class Sort(NamedTuple):
    key: ColumnElement[Any]
    value: Callable[[Any], Any]
    ascending: bool


async def list_queue(question: AskQueue, actor: Actor, connection: AsyncConnection) -> Page[DossierLine]:
    """Drafts are nobody's business but their author's. The page's dossiers are chosen first, and only they are told
    about: what is joined and counted for a line is done as often as the page has lines, however long the queue is and
    whatever the planner believes of it."""
    sort = _sort(question)
    keys = [sort.key, dossiers.c.id]
    up = sort.ascending
    chosen = after(filtered(question, actor), keys, question.cursor, question.limit, ascending=up).subquery("chosen")
    told = lines(Side.AGENT).where(dossiers.c.id.in_(select(chosen.c.id)))
    rows = (await connection.execute(told.order_by(*(key if up else key.desc() for key in keys)))).all()
    cut = page(rows, question.limit, lambda row: [sort.value(row), row.id])
    return Page([line_of(row, actor.locale, question.today, Side.AGENT) for row in cut.items], cut.next)


def filtered(question: AskQueue, actor: Actor) -> Select[Any]:
    """The dossiers of the queue that are asked for, and may be seen."""
    c = dossiers.c
    conditions = [_view(question.view, actor, question.today), _SENT, *words.having(question.q)]
    if (seen := visible_dossiers(actor)) is not None:
        conditions.append(seen)
    if question.demarche:
        named = select(demarches.c.id).where(demarches.c.slug == question.demarche)
        conditions.append(c.demarche_id == named.scalar_subquery())
    if question.department:
        conditions.append(c.department_id == question.department)
    if question.status:
        conditions.append(c.status == question.status)
    if question.agent:
        conditions.append(c.examiner == question.agent)
    return select(c.id).where(*conditions)


async def count_queue(today: date, actor: Actor, connection: AsyncConnection) -> dict[str, int]:
    """How many dossiers each view of what is under way holds."""
    c = dossiers.c
    under_way = [view for view in VIEWS if view not in ("done", "all")]
    counted = [func.count().filter(_view(view, actor, today)).label(view) for view in under_way]
    statement = select(*counted).select_from(dossiers).where(c.status.in_(OPEN))
    seen = visible_dossiers(actor)
    row = (await connection.execute(statement if seen is None else statement.where(seen))).one()
    return dict(row._mapping)


def _sort(question: AskQueue) -> Sort:
    c, name = dossiers.c, question.sort or FIRST_SORT.get(question.view, "-received")
    by = name.removeprefix("-")
    if by == "due":
        due = func.coalesce(c.due_on, literal(_NEVER))
        return Sort(due, lambda row: row.due_on or _NEVER, not name.startswith("-"))
    if by == "received":
        return Sort(c.submitted_at, lambda row: row.submitted_at, not name.startswith("-"))
    raise NoSuchView(faults=[Fault("/sort", "Choisissez un des tris proposés.", "unknown")])


def _view(view: str, actor: Actor, today: date) -> ColumnElement[bool]:
    """Built for the view that is asked: conditions cost more to write than the answer takes to read."""
    c = dossiers.c
    is_open = c.status.in_(OPEN)
    match view:
        case "mine":
            away = absences.c
            stood_in_for = select(away.account_id).where(
                away.substitute == actor.subject, away.from_on <= today, away.until_on >= today
            )
            return and_(is_open, or_(c.examiner == actor.subject, c.examiner.in_(stood_in_for)))
        case "unassigned":
            return and_(is_open, c.examiner.is_(None))
        case "late":
            return and_(is_open, c.due_on < today)
        case "reasons":
            return and_(is_open, c.id.in_(_owing_reasons()))
        case "waiting":
            return c.status == Status.INCOMPLETE
        case "opinions":
            return and_(is_open, c.id.in_(_awaited(actor)))
        case "done":
            return c.status.in_(ENDED)
        case "all":
            return _SENT
        case _:
            raise NoSuchView(faults=[Fault("/view", "Choisissez une des vues proposées.", "unknown")])


def _owing_reasons() -> Select[Any]:
    """Rejected by silence, and asked why: a month to answer (CRPA L232-4)."""
    return select(silences.c.dossier_id).where(silences.c.reasons_asked_at.is_not(None))


def _awaited(actor: Actor) -> Select[Any]:
    """Dossiers on which a department of this agent still owes its opinion."""
    mine = select(agent_departments.c.department_id).where(agent_departments.c.account_id == actor.subject)
    o = opinions.c
    return select(o.dossier_id).where(o.department_id.in_(mine), o.given_at.is_(None), o.withdrawn_at.is_(None))
