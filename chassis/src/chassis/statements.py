"""Statements that are the same each time but for their values: built once per table, where building costs as much as running."""

from functools import cache

from sqlalchemy import Insert, Select, Table, Update, bindparam, insert, select, update


@cache
def insert_into(table: Table) -> Insert:
    """Its values are given when it is executed."""
    return insert(table)


@cache
def locked(table: Table) -> Select[tuple[object, ...]]:
    return select(table).with_for_update()


@cache
def locked_by_id(table: Table) -> Select[tuple[object, ...]]:
    """The row `this_id`."""
    return locked(table).where(table.c.id == bindparam("this_id"))


@cache
def update_version(table: Table) -> Update:
    """Of the row `this_id` if it still is at `this_version`; the new values are given when it is executed."""
    return update(table).where(table.c.id == bindparam("this_id"), table.c.version == bindparam("this_version"))
