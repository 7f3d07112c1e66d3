"""What people ask, and what becomes of it."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
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
from sqlalchemy.dialects.postgresql import JSONB

from chassis import tables
from demarches.storage.tables.columns import Moment, metadata, of_dossier, required

reference_counters = Table(
    "reference_counters",
    metadata,
    tables.tenant_column(),
    Column("year", Integer, primary_key=True, autoincrement=False),
    required("last", Integer),
)

dossiers = Table(
    "dossiers",
    metadata,
    *tables.aggregate_columns(),
    required("demarche_id", Uuid),
    required("definition", Integer),
    required("status", String),
    required("archived", Boolean, "false"),
    Column("reference", String),
    required("applicant", Uuid),
    required("has_account", Boolean),
    required("locale", String, "'fr'"),
    required("contact_name", String, "''"),
    Column("contact_email", String),
    required("answers", JSONB, "'{}'"),
    required("holds_place", Boolean, "false"),
    required("missing", Integer, "0"),
    required("tracking_key", LargeBinary),
    required("created_at", Moment),
    required("changed_at", Moment),
    Column("submitted_at", Moment),
    Column("examiner", Uuid),
    Column("outcome", String),
    Column("reasons", Text),
    Column("decided_at", Moment),
    Column("decided_by", Uuid),
    Column("cancelled_at", Moment),
    Column("due_on", Date),
    Column("department_id", Uuid),
    Column("stage", String),
    Column("stage_change", Uuid),
    CheckConstraint("missing >= 0", name="missing_pieces_counted"),
    ForeignKeyConstraint(
        ["tenant", "demarche_id", "definition"],
        ["definitions.tenant", "definitions.demarche_id", "definitions.number"],
    ),
    Index("dossiers_reference", "tenant", "reference", unique=True),
    Index("dossiers_applicant", "tenant", "applicant", "id"),
    Index("dossiers_queue", "tenant", "status", "submitted_at", "id"),
    Index("dossiers_received", "tenant", "submitted_at", "id", postgresql_where=text("status <> 'draft'")),
    Index(
        "dossiers_one_draft",
        "tenant",
        "applicant",
        "demarche_id",
        unique=True,
        postgresql_where=text("status = 'draft'"),
    ),
)

# What happened to a dossier, as its applicant may read it: one line per event, written with it.
history = Table(
    "history",
    metadata,
    tables.tenant_column(),
    Column("id", Uuid, primary_key=True),
    required("dossier_id", Uuid),
    required("type", String),
    required("at", Moment),
    required("side", String),
    required("facts", JSONB),
    of_dossier(),
    Index("history_dossier", "tenant", "dossier_id", "id"),
)
