"""Pieces: asked for, joined, checked."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
    Uuid,
)

from chassis import tables
from demarches.storage.tables.columns import Moment, metadata, of_dossier, required

piece_requests = Table(
    "piece_requests",
    metadata,
    *tables.aggregate_columns(),
    required("dossier_id", Uuid),
    required("type", String),
    required("label", String),
    required("reason", Text),
    required("indispensable", Boolean),
    required("asked_at", Moment),
    required("asked_by", Uuid),
    Column("answered_at", Moment),
    of_dossier(),
    Index("piece_requests_dossier", "tenant", "dossier_id"),
)

pieces = Table(
    "pieces",
    metadata,
    *tables.aggregate_columns(),
    required("dossier_id", Uuid),
    required("type", String),
    required("label", String),
    required("added_at", Moment),
    required("by_applicant", Boolean),
    Column("request_id", Uuid),
    required("files", Integer),
    CheckConstraint("files between 0 and 4", name="four_files_at_most"),
    of_dossier(),
    Index("pieces_dossier", "tenant", "dossier_id"),
)

piece_files = Table(
    "piece_files",
    metadata,
    tables.tenant_column(),
    # One file of a personal space serves several dossiers, each of which has it once.
    Column("id", Uuid, primary_key=True),
    Column("dossier_id", Uuid, primary_key=True),
    required("piece_id", Uuid),
    required("name", String),
    required("size", Integer),
    required("media_type", String),
    required("sha256", String),
    required("position", Integer, "0"),
    Column("erased_at", Moment),
    ForeignKeyConstraint(["tenant", "piece_id"], ["pieces.tenant", "pieces.id"], ondelete="CASCADE"),
    Index("piece_files_dossier", "tenant", "dossier_id"),
)

# Apart from `piece_files`: the verdict may come before its file is joined, and neither has to wait for the other.
file_verdicts = Table(
    "file_verdicts",
    metadata,
    tables.tenant_column(),
    Column("file_id", Uuid, primary_key=True),
    required("status", String),
    required("at", Moment),
)
