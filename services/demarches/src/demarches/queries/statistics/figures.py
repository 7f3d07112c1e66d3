"""Volumes, delays, the share within the legal time, drafts given up, satisfaction: of a period, month by month."""

from datetime import date
from typing import Any
from uuid import UUID

from msgspec import Struct
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from contracts.forms import say
from demarches.domain.clock import add_period
from demarches.storage import definitions
from demarches.storage.tables import demarches


class AskFigures(Struct, frozen=True, kw_only=True):
    """From the first day of a month to the last of another. One démarche, or all."""

    first: date
    last: date
    demarche_id: UUID | None = None


class MonthFigures(Struct, frozen=True, kw_only=True):
    """`median_days` is of what was decided that month; None when nothing was."""

    month: date
    received: int
    decided: int
    median_days: float | None


class DemarcheFigures(Struct, frozen=True, kw_only=True):
    """`in_time`: decided at the latest on the day the law gives, of those decided that had one; None when none had."""

    demarche_id: UUID
    title: str
    received: int
    decided: int
    accepted: int
    open: int
    late: int
    median_days: float | None
    slow_days: float | None
    in_time: float | None
    satisfaction: float | None
    answers: int
    abandoned: int


class StepFigures(Struct, frozen=True):
    step: str
    drafts: int


class Figures(Struct, frozen=True, kw_only=True):
    months: list[MonthFigures]
    demarches: list[DemarcheFigures]
    scores: dict[int, int]
    comments: list[str]
    steps: list[StepFigures]


_MONTHS = text(
    """
    with months as (
        select generate_series(cast(:first as date), cast(:last as date), '1 month')::date as month
    ), received as (
        select date_trunc('month', submitted_at at time zone 'Europe/Paris')::date as month, count(*) as number from dossiers
        where submitted_at is not null and (cast(:demarche as uuid) is null or demarche_id = :demarche)
        group by 1
    ), decided as (
        select date_trunc('month', decided_at at time zone 'Europe/Paris')::date as month, count(*) as number,
               percentile_cont(0.5) within group (order by extract(epoch from decided_at - submitted_at) / 86400) as days
        from dossiers
        where decided_at is not null and (cast(:demarche as uuid) is null or demarche_id = :demarche)
        group by 1
    )
    select m.month, coalesce(r.number, 0) as received, coalesce(d.number, 0) as decided, d.days
    from months m left join received r using (month) left join decided d using (month) order by m.month
    """
)
_DEMARCHES = text(
    """
    with told as (
        select demarche_id, status, decided_at, due_on, submitted_at,
               extract(epoch from decided_at - submitted_at) / 86400 as days
        from dossiers
        where submitted_at is not null and (submitted_at at time zone 'Europe/Paris')::date between :first and :until
          and (cast(:demarche as uuid) is null or demarche_id = :demarche)
    )
    select t.demarche_id, d.title, count(*) as received, count(t.decided_at) as decided,
           count(*) filter (where t.status = 'accepted') as accepted,
           count(*) filter (where t.status in ('submitted', 'incomplete', 'under_examination')) as open,
           count(*) filter (where t.status in ('submitted', 'incomplete', 'under_examination') and t.due_on < :today)
               as late,
           percentile_cont(0.5) within group (order by t.days) as median_days,
           percentile_cont(0.9) within group (order by t.days) as slow_days,
           avg(case when (t.decided_at at time zone 'Europe/Paris')::date <= t.due_on then 1.0 else 0.0 end)
               filter (where t.decided_at is not null and t.due_on is not null) as in_time
    from told t join demarches d on d.id = t.demarche_id
    group by t.demarche_id, d.title order by received desc, t.demarche_id
    """
)
_SCORES = text(
    """
    select demarche_id, score, count(*) as number from satisfactions
    where (at at time zone 'Europe/Paris')::date between :first and :until
      and (cast(:demarche as uuid) is null or demarche_id = :demarche)
    group by 1, 2
    """
)
_COMMENTS = text(
    """
    select comment from satisfactions where comment <> '' and (at at time zone 'Europe/Paris')::date between :first and :until
      and (cast(:demarche as uuid) is null or demarche_id = :demarche)
    order by at desc limit 20
    """
)
_ABANDONED = text(
    """
    select demarche_id, step, sum(drafts) as drafts from abandonments
    where month between :first and :last and (cast(:demarche as uuid) is null or demarche_id = :demarche)
    group by 1, 2 order by drafts desc
    """
)


async def read_figures(question: tuple[AskFigures, date], actor: Actor, connection: AsyncConnection) -> Figures:
    """Of the whole organisation: numbers of others' departments are no secret among agents. `today` tells what is late."""
    asked, today = question
    values: dict[str, Any] = {
        "first": asked.first,
        "last": asked.last,
        "until": _end_of(asked.last),
        "demarche": asked.demarche_id,
        "today": today,
    }

    async def rows(statement: Any) -> list[Any]:
        wanted = {name: value for name, value in values.items() if f":{name}" in statement.text}
        return list(await connection.execute(statement, wanted))

    scores = await rows(_SCORES)
    abandoned = await rows(_ABANDONED)
    return Figures(
        months=[
            MonthFigures(month=row.month, received=row.received, decided=row.decided, median_days=_days(row.days))
            for row in await rows(_MONTHS)
        ],
        demarches=[_of_demarche(row, scores, abandoned, actor.locale) for row in await rows(_DEMARCHES)],
        scores={score: sum(row.number for row in scores if row.score == score) for score in range(1, 6)},
        comments=[row.comment for row in await rows(_COMMENTS)],
        steps=await _steps(asked, abandoned, actor, connection),
    )


def _of_demarche(row: Any, scores: list[Any], abandoned: list[Any], locale: str) -> DemarcheFigures:
    given = [(one.score, one.number) for one in scores if one.demarche_id == row.demarche_id]
    answers = sum(number for _, number in given)
    return DemarcheFigures(
        demarche_id=row.demarche_id,
        title=say(row.title, locale),
        received=row.received,
        decided=row.decided,
        accepted=row.accepted,
        open=row.open,
        late=row.late,
        median_days=_days(row.median_days),
        slow_days=_days(row.slow_days),
        in_time=round(float(row.in_time) * 100, 1) if row.in_time is not None else None,
        satisfaction=round(sum(score * number for score, number in given) / answers, 1) if answers else None,
        answers=answers,
        abandoned=sum(one.drafts for one in abandoned if one.demarche_id == row.demarche_id),
    )


async def _steps(
    asked: AskFigures, abandoned: list[Any], actor: Actor, connection: AsyncConnection
) -> list[StepFigures]:
    """Of one démarche: its steps by name, in the form's order. Of all: nothing, steps have nothing in common."""
    if asked.demarche_id is None:
        return []
    slug = await connection.scalar(
        demarches.select().with_only_columns(demarches.c.slug).where(demarches.c.id == asked.demarche_id)
    )
    if slug is None:
        return []
    current = await definitions.current(connection, slug)
    by_step = {row.step: row.drafts for row in abandoned}
    named = [StepFigures(say(s.title, actor.locale), by_step.pop(s.id, 0)) for s in current.definition.form.steps]
    before = by_step.pop("", 0)
    return [StepFigures("", before), *named] if before else named


def _end_of(month: date) -> date:
    return date.fromordinal(add_period(month.replace(day=1), months=1).toordinal() - 1)


def _days(value: Any) -> float | None:
    return round(float(value), 1) if value is not None else None
