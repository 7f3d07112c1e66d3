"""Themes, departments, places and synonyms, written as they are given."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table, func
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from demarches.storage.definitions import searchable
from demarches.storage.tables import demarches, departments, organisation_settings, synonyms, themes


async def set_prefix(connection: AsyncConnection, prefix: str) -> None:
    row = insert(organisation_settings).values(reference_prefix=prefix)
    kept = row.on_conflict_do_update(index_elements=["tenant"], set_={"reference_prefix": prefix})
    await connection.execute(kept)


async def keep_department(connection: AsyncConnection, facts: dict[str, Any]) -> None:
    await _keep(connection, departments, facts)


async def keep_theme(connection: AsyncConnection, facts: dict[str, Any]) -> None:
    await _keep(connection, themes, facts)


async def keep_place(connection: AsyncConnection, facts: dict[str, Any]) -> None:
    """What a published definition says of itself is left to it."""
    keywords = tuple(facts.pop("keywords", ()))
    searched = searchable(facts["title"], facts["summary"], keywords)
    row = insert(demarches).values(**facts, **searched)
    placed = {name: facts[name] for name in ("slug", "theme_id", "position", "pinned", "external_url", "kind", "body")}
    told = {name: facts[name] for name in ("title", "summary", "needs_account")} | searched
    is_link = facts["external_url"] is not None or facts["body"] is not None
    kept = row.on_conflict_do_update(index_elements=["tenant", "id"], set_=placed | (told if is_link else {}))
    await connection.execute(kept)


async def keep_synonyms(connection: AsyncConnection, known: Mapping[str, str]) -> None:
    """Terms are compared without accents or capitals."""
    for term, means in known.items():
        row = insert(synonyms).values(term=func.lower(func.unaccent(term)), means=means)
        await connection.execute(row.on_conflict_do_update(index_elements=["tenant", "term"], set_={"means": means}))


async def drop_synonym(connection: AsyncConnection, term: str) -> None:
    await connection.execute(synonyms.delete().where(synonyms.c.term == func.lower(func.unaccent(term))))


async def _keep(connection: AsyncConnection, table: Table, facts: dict[str, Any]) -> None:
    rest = {name: value for name, value in facts.items() if name != "id"}
    row = insert(table).values(**facts)
    await connection.execute(row.on_conflict_do_update(index_elements=["tenant", "id"], set_=rest))
