"""What the columns of these tables share."""

from typing import Any

from sqlalchemy import (
    Column,
    DateTime,
    ForeignKeyConstraint,
    text,
)

from chassis import tables

metadata = tables.metadata()
Moment = DateTime(timezone=True)


def of_dossier() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["tenant", "dossier_id"], ["dossiers.tenant", "dossiers.id"], ondelete="CASCADE")


def required(name: str, kind: Any, default: str | None = None) -> Column[Any]:
    return Column(name, kind, nullable=False, server_default=text(default) if default else None)
