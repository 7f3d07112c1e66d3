"""What the support team sees beside a ticket: who else is there, what is ready to be sent, what belongs to it."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from contracts.forms import say
from ticketing.domain.canned import CannedReply
from ticketing.domain.knowledge import ArticleKind, ArticleStatus
from ticketing.domain.macros import Macro
from ticketing.domain.policies import must_be_support
from ticketing.domain.teams import Team
from ticketing.domain.words import word_for
from ticketing.queries.opinions import Opinion, opinion_on
from ticketing.storage import desk
from ticketing.storage.desk_tables import agents, drafts, links, merges, presences, splits
from ticketing.storage.knowledge_tables import articles, product_owners
from ticketing.storage.macros import all_macros
from ticketing.storage.tables import products, tickets
from ticketing.storage.visibility import visible_tickets

LATEST = 5


class Nearby(msgspec.Struct, frozen=True, kw_only=True):
    """Another ticket, in a line."""

    id: UUID
    reference: str
    subject: str
    status: str
    status_label: str
    opened_at: datetime


class Presence(msgspec.Struct, frozen=True, kw_only=True):
    agent_id: UUID
    writing: bool
    name: str = ""


class Owned(msgspec.Struct, frozen=True, kw_only=True):
    """A product that the organisation has, and its latest published release."""

    name: str
    since: datetime
    release: str
    slug: str


class Beside(msgspec.Struct, frozen=True, kw_only=True):
    """`merged_into` and `merged` tell where this ticket goes on, and which go on in it; `split_from` which it was a part
    of. `requester` and `recent`: the latest others of the same person, and of their organisation. `products`: those that
    the organisation has."""

    replies: list[CannedReply]
    draft: str
    links: list[Nearby]
    merged: list[Nearby]
    merged_into: Nearby | None
    recent: list[Nearby]
    opinion: Opinion | None
    agents: list[UUID]
    teams: list[Team]
    macros: list[Macro]
    split_from: Nearby | None
    requester: list[Nearby]
    products: list[Owned]


class ShowBeside(msgspec.Struct, frozen=True):
    ticket_id: UUID
    locale: str


class WhoIsHere(msgspec.Struct, frozen=True):
    ticket_id: UUID
    now: datetime


async def show_beside(question: ShowBeside, actor: Actor, connection: AsyncConnection) -> Beside:
    must_be_support(actor)
    about, l, m = question.ticket_id, links, merges
    linked = _nearby(tickets.c.id.in_(select(l.c.other_id).where(l.c.ticket_id == about)))
    merged = _nearby(tickets.c.id.in_(select(m.c.ticket_id).where(m.c.into_id == about)))
    into = _nearby(tickets.c.id.in_(select(m.c.into_id).where(m.c.ticket_id == about)))
    split = _nearby(tickets.c.id.in_(select(splits.c.from_id).where(splits.c.ticket_id == about)))
    own = select(tickets.c.organisation_id).where(tickets.c.id == about).scalar_subquery()
    person = select(tickets.c.requester).where(tickets.c.id == about).scalar_subquery()
    theirs = (
        _nearby(and_(tickets.c.requester == person, tickets.c.id != about)).order_by(tickets.c.id.desc()).limit(LATEST)
    )
    recent = (
        _nearby(and_(tickets.c.organisation_id == own, tickets.c.requester != person, tickets.c.id != about))
        .order_by(tickets.c.id.desc())
        .limit(LATEST)
    )

    async def told(wanted: Any) -> list[Nearby]:
        rows = await connection.execute(wanted.where(visible_tickets(actor)))
        return [_line(row, question.locale) for row in rows]

    draft = select(drafts.c.body).where(drafts.c.ticket_id == about, drafts.c.agent == actor.account)
    onwards = await told(into)
    return Beside(
        replies=await desk.all_replies(connection),
        draft=await connection.scalar(draft) or "",
        links=await told(linked),
        merged=await told(merged),
        merged_into=onwards[0] if onwards else None,
        recent=await told(recent),
        opinion=await opinion_on(connection, about),
        agents=list(await connection.scalars(select(agents.c.account).order_by(agents.c.account))),
        teams=await desk.all_teams(connection),
        macros=await all_macros(connection),
        split_from=next(iter(await told(split)), None),
        requester=await told(theirs),
        products=await _products_of(connection, own, question.locale),
    )


async def _products_of(connection: AsyncConnection, organisation: Any, locale: str) -> list[Owned]:
    o, p, a = product_owners.c, products.c, articles.c
    latest = (
        select(a.product_id, a.release_number, a.slug)
        .where(a.kind == str(ArticleKind.RELEASE), a.status == str(ArticleStatus.PUBLISHED))
        .ext(distinct_on(a.product_id))
        .order_by(a.product_id, a.published_at.desc())
        .subquery()
    )
    wanted = (
        select(p.name, o.since, latest.c.release_number, latest.c.slug)
        .join(products, (p.tenant == o.tenant) & (p.id == o.product_id))
        .outerjoin(latest, latest.c.product_id == o.product_id)
        .where(o.organisation_id == organisation)
        .order_by(p.position, p.id)
    )
    return [
        Owned(name=say(row.name, locale), since=row.since, release=row.release_number or "", slug=row.slug or "")
        for row in await connection.execute(wanted)
    ]


async def who_is_here(question: WhoIsHere, actor: Actor, connection: AsyncConnection) -> list[Presence]:
    """The others who have this ticket open; those who write first."""
    must_be_support(actor)
    p = presences.c
    seen = select(tickets.c.id).where(tickets.c.id == question.ticket_id, visible_tickets(actor))
    wanted = (
        select(p.agent, p.writing)
        .where(p.ticket_id.in_(seen), p.agent != actor.account, p.seen_at > question.now - desk.HERE_FOR)
        .order_by(p.writing.desc(), p.agent)
    )
    return [Presence(agent_id=row.agent, writing=row.writing) for row in await connection.execute(wanted)]


def _nearby(where: ColumnElement[bool]) -> Any:
    t = tickets.c
    return select(t.id, t.reference, t.subject, t.status, t.opened_at).where(where)


def _line(row: Any, locale: str) -> Nearby:
    return Nearby(
        id=row.id,
        reference=row.reference,
        subject=row.subject,
        status=row.status,
        status_label=word_for(row.status, locale, support=True),
        opened_at=row.opened_at,
    )
