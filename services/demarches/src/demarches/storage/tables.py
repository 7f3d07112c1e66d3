"""The tables of this service."""

from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR

from chassis import tables

metadata = tables.metadata()
Moment = DateTime(timezone=True)


def _of_dossier() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["tenant", "dossier_id"], ["dossiers.tenant", "dossiers.id"], ondelete="CASCADE")


def _required(name: str, kind: Any, default: str | None = None) -> Column[Any]:
    return Column(name, kind, nullable=False, server_default=text(default) if default else None)


organisation_settings = Table(
    "organisation_settings", metadata, tables.tenant_column(), _required("reference_prefix", String(6))
)

departments = Table(
    "departments",
    metadata,
    *tables.aggregate_columns(),
    _required("name", String),
    _required("email", String, "''"),
    _required("phone", String, "''"),
    _required("address", String, "''"),
    _required("hours", String, "''"),
)

themes = Table(
    "themes",
    metadata,
    *tables.aggregate_columns(),
    _required("slug", String),
    _required("name", JSONB),
    _required("icon", String),
    _required("position", Integer, "0"),
    Index("themes_slug", "tenant", "slug", unique=True),
)

# `title` to `closes_at` repeat the current definition: the catalogue reads no form. `words` is what trigrams compare.
demarches = Table(
    "demarches",
    metadata,
    *tables.aggregate_columns(),
    _required("slug", String),
    _required("theme_id", Uuid),
    _required("position", Integer, "0"),
    _required("pinned", Boolean, "false"),
    Column("external_url", String),
    Column("current", Integer),
    _required("title", JSONB),
    _required("summary", JSONB),
    _required("needs_account", Boolean, "false"),
    Column("duration_minutes", Integer),
    Column("opens_at", Moment),
    Column("closes_at", Moment),
    _required("search", TSVECTOR),
    _required("words", Text),
    ForeignKeyConstraint(["tenant", "theme_id"], ["themes.tenant", "themes.id"]),
    Index("demarches_slug", "tenant", "slug", unique=True),
)

definitions = Table(
    "definitions",
    metadata,
    tables.tenant_column(),
    Column("demarche_id", Uuid, primary_key=True),
    Column("number", Integer, primary_key=True),
    _required("content", JSONB),
    _required("published_at", Moment),
    ForeignKeyConstraint(["tenant", "demarche_id"], ["demarches.tenant", "demarches.id"]),
)

quotas = Table(
    "quotas",
    metadata,
    tables.tenant_column(),
    Column("demarche_id", Uuid, primary_key=True),
    _required("places", Integer),
    _required("used", Integer, "0"),
    CheckConstraint("used between 0 and places", name="quota_never_exceeded"),
    ForeignKeyConstraint(["tenant", "demarche_id"], ["demarches.tenant", "demarches.id"]),
)

synonyms = Table(
    "synonyms",
    metadata,
    tables.tenant_column(),
    Column("term", String, primary_key=True),
    _required("means", String),
)

reference_counters = Table(
    "reference_counters",
    metadata,
    tables.tenant_column(),
    Column("year", Integer, primary_key=True, autoincrement=False),
    _required("last", Integer),
)

dossiers = Table(
    "dossiers",
    metadata,
    *tables.aggregate_columns(),
    _required("demarche_id", Uuid),
    _required("definition", Integer),
    _required("status", String),
    _required("archived", Boolean, "false"),
    Column("reference", String),
    _required("applicant", Uuid),
    _required("has_account", Boolean),
    _required("locale", String, "'fr'"),
    _required("contact_name", String, "''"),
    Column("contact_email", String),
    _required("answers", JSONB, "'{}'"),
    _required("holds_place", Boolean, "false"),
    _required("missing", Integer, "0"),
    _required("tracking_key", LargeBinary),
    _required("created_at", Moment),
    _required("changed_at", Moment),
    Column("submitted_at", Moment),
    Column("examiner", Uuid),
    Column("outcome", String),
    Column("reasons", Text),
    Column("decided_at", Moment),
    Column("decided_by", Uuid),
    Column("cancelled_at", Moment),
    Column("due_on", Date),
    CheckConstraint("missing >= 0", name="missing_pieces_counted"),
    ForeignKeyConstraint(
        ["tenant", "demarche_id", "definition"],
        ["definitions.tenant", "definitions.demarche_id", "definitions.number"],
    ),
    Index("dossiers_reference", "tenant", "reference", unique=True),
    Index("dossiers_applicant", "tenant", "applicant", "id"),
    Index("dossiers_queue", "tenant", "status", "submitted_at", "id"),
    Index(
        "dossiers_one_draft",
        "tenant",
        "applicant",
        "demarche_id",
        unique=True,
        postgresql_where=text("status = 'draft'"),
    ),
)

piece_requests = Table(
    "piece_requests",
    metadata,
    *tables.aggregate_columns(),
    _required("dossier_id", Uuid),
    _required("type", String),
    _required("label", String),
    _required("reason", Text),
    _required("indispensable", Boolean),
    _required("asked_at", Moment),
    _required("asked_by", Uuid),
    Column("answered_at", Moment),
    _of_dossier(),
    Index("piece_requests_dossier", "tenant", "dossier_id"),
)

pieces = Table(
    "pieces",
    metadata,
    *tables.aggregate_columns(),
    _required("dossier_id", Uuid),
    _required("type", String),
    _required("label", String),
    _required("added_at", Moment),
    _required("by_applicant", Boolean),
    Column("request_id", Uuid),
    _required("files", Integer),
    CheckConstraint("files between 0 and 4", name="four_files_at_most"),
    _of_dossier(),
    Index("pieces_dossier", "tenant", "dossier_id"),
)

piece_files = Table(
    "piece_files",
    metadata,
    tables.tenant_column(),
    Column("id", Uuid, primary_key=True),
    _required("piece_id", Uuid),
    _required("dossier_id", Uuid),
    _required("name", String),
    _required("size", Integer),
    _required("media_type", String),
    _required("sha256", String),
    ForeignKeyConstraint(["tenant", "piece_id"], ["pieces.tenant", "pieces.id"], ondelete="CASCADE"),
    Index("piece_files_dossier", "tenant", "dossier_id"),
)

# Apart from `piece_files`: the verdict may come before its file is joined, and neither has to wait for the other.
file_verdicts = Table(
    "file_verdicts",
    metadata,
    tables.tenant_column(),
    Column("file_id", Uuid, primary_key=True),
    _required("status", String),
    _required("at", Moment),
)

messages = Table(
    "messages",
    metadata,
    *tables.aggregate_columns(),
    _required("dossier_id", Uuid),
    _required("side", String),
    _required("author", Uuid),
    _required("body", Text),
    _required("posted_at", Moment),
    Column("read_at", Moment),
    _of_dossier(),
    Index("messages_dossier", "tenant", "dossier_id", "id"),
    Index("messages_unread", "tenant", "dossier_id", "side", postgresql_where=text("read_at is null")),
)

notes = Table(
    "notes",
    metadata,
    tables.tenant_column(),
    Column("id", Uuid, primary_key=True),
    _required("dossier_id", Uuid),
    _required("author", Uuid),
    _required("body", Text),
    _required("at", Moment),
    _of_dossier(),
    Index("notes_dossier", "tenant", "dossier_id", "id"),
)

# What happened to a dossier, as its applicant may read it: one line per event, written with it.
history = Table(
    "history",
    metadata,
    tables.tenant_column(),
    Column("id", Uuid, primary_key=True),
    _required("dossier_id", Uuid),
    _required("type", String),
    _required("at", Moment),
    _required("side", String),
    _required("facts", JSONB),
    _of_dossier(),
    Index("history_dossier", "tenant", "dossier_id", "id"),
)

ALL = (
    organisation_settings,
    departments,
    themes,
    demarches,
    definitions,
    quotas,
    synonyms,
    reference_counters,
    dossiers,
    piece_requests,
    pieces,
    piece_files,
    file_verdicts,
    messages,
    notes,
    history,
)
