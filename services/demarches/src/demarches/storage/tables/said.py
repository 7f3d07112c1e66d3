"""What is written about a dossier."""

from sqlalchemy import (
    Column,
    Index,
    String,
    Table,
    Text,
    Uuid,
    text,
)

from chassis import tables
from demarches.storage.tables.columns import Moment, metadata, of_dossier, required

messages = Table(
    "messages",
    metadata,
    *tables.aggregate_columns(),
    required("dossier_id", Uuid),
    required("side", String),
    required("author", Uuid),
    required("body", Text),
    required("posted_at", Moment),
    Column("read_at", Moment),
    of_dossier(),
    Index("messages_dossier", "tenant", "dossier_id", "id"),
    Index("messages_unread", "tenant", "dossier_id", "side", postgresql_where=text("read_at is null")),
)

notes = Table(
    "notes",
    metadata,
    tables.tenant_column(),
    Column("id", Uuid, primary_key=True),
    required("dossier_id", Uuid),
    required("author", Uuid),
    required("body", Text),
    required("at", Moment),
    of_dossier(),
    Index("notes_dossier", "tenant", "dossier_id", "id"),
)
