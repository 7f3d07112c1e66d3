"""Figures of the support team: what came, what was solved, how well promises were kept, what customers think."""

from datetime import datetime, timedelta

import msgspec
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from contracts.forms import say
from ticketing.domain.policies import must_be_support
from ticketing.domain.severity import Severity
from ticketing.domain.sla.policy import Measure
from ticketing.domain.words import MEASURES, SEVERITIES


class Week(msgspec.Struct, frozen=True):
    """`begins` is a Monday in Paris."""

    begins: str
    opened: int
    solved: int


class Counted(msgspec.Struct, frozen=True):
    label: str
    number: int


class KeptPromise(msgspec.Struct, frozen=True):
    label: str
    kept: int
    broken: int

    @property
    def percent(self) -> int | None:
        made = self.kept + self.broken
        return round(100 * self.kept / made) if made else None


class Statistics(msgspec.Struct, frozen=True, kw_only=True):
    weeks: list[Week]
    severities: list[Counted]
    products: list[Counted]
    promises: list[KeptPromise]
    opinions: list[Counted]
    average: float | None


class ShowStatistics(msgspec.Struct, frozen=True):
    now: datetime
    locale: str
    weeks: int = 12


_WEEKS = text(
    """
    with weeks as (
      select generate_series(
        date_trunc('week', :now at time zone 'Europe/Paris') - make_interval(weeks => :back),
        date_trunc('week', :now at time zone 'Europe/Paris'), interval '1 week') as monday)
    select to_char(monday, 'YYYY-MM-DD') as begins,
      (select count(*) from tickets where opened_at >= monday at time zone 'Europe/Paris'
        and opened_at < (monday + interval '1 week') at time zone 'Europe/Paris') as opened,
      (select count(*) from tickets where resolved_at >= monday at time zone 'Europe/Paris'
        and resolved_at < (monday + interval '1 week') at time zone 'Europe/Paris') as solved
    from weeks order by monday
    """
)
_SEVERITIES = text("select severity, count(*) from tickets where opened_at >= :since group by severity")
_PRODUCTS = text(
    """
    select p.name, count(*) from tickets t
      join catalogue_entries e on e.tenant = t.tenant and e.id = t.entry_id
      join products p on p.tenant = e.tenant and p.id = e.product_id
    where t.opened_at >= :since group by p.id, p.name order by count(*) desc limit 8
    """
)
_PROMISES = text(
    """
    select clock->>'measure' as measure,
      count(*) filter (where clock->>'breached_at' is null and clock->>'ended_at' is not null) as kept,
      count(*) filter (where clock->>'breached_at' is not null) as broken
    from ticket_sla s
      join tickets t on t.tenant = s.tenant and t.id = s.ticket_id,
      jsonb_array_elements(s.standing->'clocks') clock
    where t.opened_at >= :since and not (clock->>'void')::boolean group by 1
    """
)
_OPINIONS = text("select score, count(*) from satisfactions where at >= :since group by score")


async def show_statistics(question: ShowStatistics, actor: Actor, connection: AsyncConnection) -> Statistics:
    must_be_support(actor)
    since, locale = question.now - timedelta(weeks=question.weeks), question.locale
    weeks = await connection.execute(_WEEKS, {"now": question.now, "back": question.weeks - 1})
    by_severity = {row[0]: row[1] for row in await connection.execute(_SEVERITIES, {"since": since})}
    by_product = (await connection.execute(_PRODUCTS, {"since": since})).all()
    kept = {row.measure: row for row in await connection.execute(_PROMISES, {"since": since})}
    scores = {row[0]: row[1] for row in await connection.execute(_OPINIONS, {"since": since})}
    given = sum(scores.values())
    return Statistics(
        weeks=[Week(row.begins, row.opened, row.solved) for row in weeks],
        severities=[Counted(say(SEVERITIES[one], locale), by_severity.get(str(one), 0)) for one in reversed(Severity)],
        products=[Counted(say(row[0], locale), row[1]) for row in by_product],
        promises=[
            KeptPromise(say(MEASURES[one], locale), kept[str(one)].kept, kept[str(one)].broken)
            for one in Measure
            if str(one) in kept
        ],
        opinions=[Counted(f"{score} / 5", scores.get(score, 0)) for score in (5, 4, 3, 2, 1)],
        average=round(sum(score * number for score, number in scores.items()) / given, 1) if given else None,
    )
