"""The catalogue, kept: products, entries, every version of each entry's form."""

from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Row, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.forms import Form, read_form
from ticketing.domain.catalogue import CatalogueEntry, Product, RequestKind
from ticketing.domain.refusals import EntryNotFound, ProductNotFound, SlugTaken
from ticketing.storage.tables import catalogue_entries, entry_forms, products


async def entry_by_slug(connection: AsyncConnection, slug: str) -> CatalogueEntry:
    """With its present form. Raises EntryNotFound, also for one that is not offered any more."""
    if "\x00" in slug:
        raise EntryNotFound
    return await _entry(connection, (catalogue_entries.c.slug == slug) & catalogue_entries.c.offered)


async def entry_by_id(connection: AsyncConnection, entry_id: UUID) -> CatalogueEntry:
    """Offered or not. Raises EntryNotFound."""
    return await _entry(connection, catalogue_entries.c.id == entry_id)


async def must_be_product(connection: AsyncConnection, product_id: UUID) -> None:
    """Raises ProductNotFound."""
    if await connection.scalar(select(products.c.id).where(products.c.id == product_id)) is None:
        raise ProductNotFound


async def must_have_own_slug(connection: AsyncConnection, entry: CatalogueEntry) -> None:
    """Raises SlugTaken."""
    e = catalogue_entries.c
    other = select(e.id).where(e.slug == entry.slug, e.id != entry.id)
    if await connection.scalar(other) is not None:
        raise SlugTaken


async def entry_for_guests(connection: AsyncConnection) -> CatalogueEntry:
    """What a request without account is filed under: the first about accounts, else the first. Raises EntryNotFound."""
    e = catalogue_entries.c
    about_accounts = (e.kind == str(RequestKind.ACCOUNT)).desc()
    chosen = await connection.scalar(
        select(e.id).where(e.offered).order_by(about_accounts, e.position, e.slug).limit(1)
    )
    return await _entry(connection, e.id == chosen)


async def form_of(connection: AsyncConnection, entry_id: UUID, number: int) -> Form:
    """The form as it was in that version."""
    wanted = select(entry_forms.c.form).where(entry_forms.c.entry_id == entry_id, entry_forms.c.number == number)
    return read_form((await connection.execute(wanted)).scalar_one())


async def keep_product(connection: AsyncConnection, product: Product) -> None:
    facts = {"name": product.name, "icon": product.icon, "position": product.position}
    row = insert(products).values(id=product.id, **facts)
    await connection.execute(row.on_conflict_do_update(index_elements=["tenant", "id"], set_=facts))


async def keep_entry(connection: AsyncConnection, entry: CatalogueEntry) -> None:
    """As it is given; a form that differs from the present one becomes its next version."""
    known = await _known(connection, entry.id)
    changed = known is None or read_form(known.form) != entry.form
    number = (known.number if known else 0) + changed
    facts = {
        "slug": entry.slug,
        "product_id": entry.product_id,
        "kind": str(entry.kind),
        "label": entry.label,
        "summary": entry.summary,
        "position": entry.position,
        "offered": entry.offered,
        "number": number,
    }
    row = insert(catalogue_entries).values(id=entry.id, **facts)
    await connection.execute(row.on_conflict_do_update(index_elements=["tenant", "id"], set_=facts))
    if changed:
        await connection.execute(
            insert(entry_forms).values(entry_id=entry.id, number=number, form=msgspec.to_builtins(entry.form))
        )


async def _entry(connection: AsyncConnection, where: ColumnElement[bool]) -> CatalogueEntry:
    row = (await connection.execute(_with_form().where(where))).one_or_none()
    if row is None:
        raise EntryNotFound
    return CatalogueEntry(
        id=row.id,
        slug=row.slug,
        product_id=row.product_id,
        kind=RequestKind(row.kind),
        label=row.label,
        form=read_form(row.form),
        number=row.number,
        position=row.position,
        summary=row.summary,
        offered=row.offered,
    )


async def _known(connection: AsyncConnection, entry_id: UUID) -> Row[Any] | None:
    wanted = _with_form().where(catalogue_entries.c.id == entry_id).with_for_update(of=catalogue_entries)
    return (await connection.execute(wanted)).one_or_none()


def _with_form() -> Any:
    e, f = catalogue_entries, entry_forms
    same = (f.c.tenant == e.c.tenant) & (f.c.entry_id == e.c.id) & (f.c.number == e.c.number)
    return select(e, f.c.form).join(f, same)
