"""Opinions on a dossier, as agents read them, and as an outside expert does."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from msgspec import Struct
from sqlalchemy import Row, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from contracts.forms import Context, recap, say, without_sensitive
from demarches.domain.answers import today_at
from demarches.domain.opinions import read_token
from demarches.domain.refusals import OpinionLinkGone, OpinionNotFound
from demarches.queries.departments import DepartmentView, department_view
from demarches.queries.dossier.views import LineView, OpinionView, SectionView
from demarches.storage import definitions
from demarches.storage.dossiers import dossier_of
from demarches.storage.opinions import opinion_of
from demarches.storage.tables import agent_departments, departments, dossiers, opinions


class ExpertView(Struct, kw_only=True):
    """What somebody outside needs for an opinion: the question and the answers, not who asks."""

    demarche: str
    reference: str
    question: str
    expert_name: str
    due_on: date
    sections: list[SectionView]
    department: DepartmentView


_o, _d, _a = opinions.c, departments.c, agent_departments.c
_mine = select(_a.department_id).where(_a.account_id == bindparam("reader"))
OPINIONS = (
    select(opinions, _d.name, _o.department_id.in_(_mine).label("mine"))
    .outerjoin(departments, _d.id == _o.department_id)
    .where(_o.dossier_id == bindparam("dossier_id"))
    .order_by(_o.id)
)


def opinions_in(rows: Sequence[Row[Any]]) -> list[OpinionView]:
    return [_view(row) for row in rows]


def _view(row: Any) -> OpinionView:
    waits = row.given_at is None and row.withdrawn_at is None
    return OpinionView(
        id=row.id,
        asked_of=row.name or row.expert_name or "",
        outside=row.department_id is None,
        question=row.question,
        due_on=row.due_on,
        asked_at=row.asked_at,
        asked_by=row.asked_by,
        stance=row.stance,
        answer=row.answer,
        given_at=row.given_at,
        given_by=row.given_by,
        withdrawn=row.withdrawn_at is not None,
        may_answer=waits and bool(row.mine),
    )


async def read_for_expert(token: str, actor: Actor, connection: AsyncConnection) -> ExpertView:
    """Raises OpinionNotFound for a link that is none of ours, OpinionLinkGone once it has served, or the dossier is over."""
    opinion_id, key = read_token(token)
    row = (await connection.execute(select(opinions).where(opinions.c.id == opinion_id))).one_or_none()
    if row is None:
        raise OpinionNotFound
    opinion = opinion_of(row)
    opinion.must_open_by(key)
    found = (await connection.execute(select(dossiers).where(dossiers.c.id == opinion.dossier_id))).one()
    dossier = dossier_of(found)
    if not dossier.is_open:
        raise OpinionLinkGone
    definition = await definitions.version(connection, dossier.demarche_id, dossier.definition, tenant=actor.tenant)
    told = without_sensitive(definition.form, dossier.answers)
    hidden = {definition.applicant.step}
    context = Context(today=today_at(dossier.must_be_submitted()), settled=True)
    return ExpertView(
        demarche=say(definition.title, actor.locale),
        reference=dossier.reference or "",
        question=opinion.question,
        expert_name=opinion.expert_name or "",
        due_on=opinion.due_on,
        sections=[
            SectionView(
                step=section.step,
                title=section.title,
                lines=[
                    LineView(label=n.label, value=n.value, group=n.group, item_id=n.item_id, given=n.given)
                    for n in section.lines
                ],
            )
            for section in recap(definition.form, told, context, actor.locale)
            if section.step not in hidden
        ],
        department=await department_view(connection, dossier.department_id or definition.department_id),
    )
