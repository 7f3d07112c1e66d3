"""What the tables of identity have in common."""

from typing import Any

from sqlalchemy import Column, DateTime, ForeignKeyConstraint, String

from chassis import tables

metadata = tables.metadata()


def moment(name: str, *, nullable: bool = True) -> Column[Any]:
    return Column(name, DateTime(timezone=True), nullable=nullable)


def words(name: str) -> Column[Any]:
    return Column(name, String, nullable=False, server_default="")


def of_account() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["tenant", "account_id"], ["accounts.tenant", "accounts.id"], ondelete="CASCADE")
