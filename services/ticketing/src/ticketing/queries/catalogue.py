"""« Sélectionnez un service »: what help can be asked for."""

from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.actor import Actor
from contracts.forms import say
from ticketing.domain.catalogue import RequestKind
from ticketing.domain.severity import Impact, Urgency
from ticketing.domain.words import IMPACTS, KINDS, URGENCIES
from ticketing.storage import catalogue
from ticketing.storage.tables import catalogue_entries, products


class EntryLine(msgspec.Struct, frozen=True, kw_only=True):
    slug: str
    label: str
    summary: str
    kind: str
    kind_label: str


class ProductLine(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    name: str
    icon: str
    entries: list[EntryLine]


class CatalogueView(msgspec.Struct, frozen=True):
    products: list[ProductLine]


class Choice(msgspec.Struct, frozen=True):
    value: str
    label: str


class EntryView(msgspec.Struct, frozen=True, kw_only=True):
    """`impacts` and `urgencies` are empty where they are not asked. `form` is in the form language."""

    slug: str
    label: str
    summary: str
    product: str
    kind: str
    kind_label: str
    impacts: list[Choice]
    urgencies: list[Choice]
    form: dict[str, Any]


class ListCatalogue(msgspec.Struct, frozen=True):
    locale: str


class ShowEntry(msgspec.Struct, frozen=True):
    slug: str
    locale: str


async def list_catalogue(question: ListCatalogue, _: Actor, connection: AsyncConnection) -> CatalogueView:
    """Products without entries are left out."""
    e, p = catalogue_entries, products
    wanted = (
        select(e.c.slug, e.c.label, e.c.summary, e.c.kind, p.c.id, p.c.name, p.c.icon)
        .join(p, (p.c.tenant == e.c.tenant) & (p.c.id == e.c.product_id))
        .where(e.c.offered)
        .order_by(p.c.position, p.c.id, e.c.position, e.c.slug)
    )
    grouped: dict[UUID, ProductLine] = {}
    for row in await connection.execute(wanted):
        product = grouped.get(row.id)
        if product is None:
            name = say(row.name, question.locale)
            product = grouped[row.id] = ProductLine(id=row.id, name=name, icon=row.icon, entries=[])
        product.entries.append(
            EntryLine(
                slug=row.slug,
                label=say(row.label, question.locale),
                summary=say(row.summary, question.locale),
                kind=row.kind,
                kind_label=say(KINDS[RequestKind(row.kind)], question.locale),
            )
        )
    return CatalogueView(list(grouped.values()))


async def show_entry(question: ShowEntry, _: Actor, connection: AsyncConnection) -> EntryView:
    entry = await catalogue.entry_by_slug(connection, question.slug)
    name = await connection.scalar(select(products.c.name).where(products.c.id == entry.product_id))
    weighed = entry.kind.has_severity
    return EntryView(
        slug=entry.slug,
        label=say(entry.label, question.locale),
        summary=say(entry.summary, question.locale),
        product=say(name or "", question.locale),
        kind=str(entry.kind),
        kind_label=say(KINDS[entry.kind], question.locale),
        impacts=[Choice(str(one), say(IMPACTS[one], question.locale)) for one in Impact] if weighed else [],
        urgencies=[Choice(str(one), say(URGENCIES[one], question.locale)) for one in Urgency] if weighed else [],
        form=msgspec.to_builtins(entry.form),
    )
