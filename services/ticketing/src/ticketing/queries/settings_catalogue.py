"""The catalogue as those who set it up see it: everything, withdrawn entries and owners too."""

from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from contracts.forms import say
from ticketing.domain.catalogue import CatalogueEntry, Product, RequestKind
from ticketing.domain.policies import must_set_up
from ticketing.domain.words import KINDS
from ticketing.storage import catalogue
from ticketing.storage.knowledge_tables import product_owners
from ticketing.storage.tables import catalogue_entries, products


class KeptProduct(msgspec.Struct, frozen=True, kw_only=True):
    product: Product
    name: str
    entries: int
    owners: list[UUID]


class KeptEntry(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    slug: str
    label: str
    product: str
    kind_label: str
    number: int
    offered: bool


class WholeCatalogue(msgspec.Struct, frozen=True):
    products: list[KeptProduct]
    entries: list[KeptEntry]


class ShowCatalogue(msgspec.Struct, frozen=True):
    locale: str


class ShowKeptEntry(msgspec.Struct, frozen=True):
    entry_id: UUID


async def show_catalogue(question: ShowCatalogue, actor: Actor, connection: AsyncConnection) -> WholeCatalogue:
    must_set_up(actor)
    p, e, o, locale = products.c, catalogue_entries.c, product_owners.c, question.locale
    owners: dict[UUID, list[UUID]] = {}
    for row in await connection.execute(select(o.product_id, o.organisation_id).order_by(o.since)):
        owners.setdefault(row.product_id, []).append(row.organisation_id)
    counted = select(e.product_id, func.count().label("number")).group_by(e.product_id).subquery()
    goods: Any = await connection.execute(
        select(products, counted.c.number).outerjoin(counted, counted.c.product_id == p.id).order_by(p.position, p.id)
    )
    lines: Any = await connection.execute(
        select(e.id, e.slug, e.label, e.kind, e.number, e.offered, p.name.label("product"))
        .join(products, (p.tenant == e.tenant) & (p.id == e.product_id))
        .order_by(p.position, p.id, e.position, e.slug)
    )
    return WholeCatalogue(
        [
            KeptProduct(
                product=Product(row.id, row.name, row.icon, row.position),
                name=say(row.name, locale),
                entries=row.number or 0,
                owners=owners.get(row.id, []),
            )
            for row in goods
        ],
        [
            KeptEntry(
                id=row.id,
                slug=row.slug,
                label=say(row.label, locale),
                product=say(row.product, locale),
                kind_label=say(KINDS[RequestKind(row.kind)], locale),
                number=row.number,
                offered=row.offered,
            )
            for row in lines
        ],
    )


async def show_kept_entry(question: ShowKeptEntry, actor: Actor, connection: AsyncConnection) -> CatalogueEntry:
    """Raises EntryNotFound."""
    must_set_up(actor)
    return await catalogue.entry_by_id(connection, question.entry_id)
