"""The tables of news and practical information."""

from sqlalchemy import (
    Column,
    Date,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB

from chassis import tables
from notifier.storage.tables import metadata

publications = Table(
    "publications",
    metadata,
    *tables.aggregate_columns(),
    Column("kind", String, nullable=False),
    Column("slug", String, nullable=False),
    Column("status", String, nullable=False),
    Column("audience", String, nullable=False),
    Column("category", String, nullable=False),
    Column("title", String, nullable=False),
    Column("summary", String, nullable=False),
    Column("body", String, nullable=False),
    Column("picture_id", Uuid),
    Column("picture_words", String, nullable=False),
    Column("publish_at", DateTime(timezone=True)),
    Column("expires_at", DateTime(timezone=True)),
    Column("shown_from", DateTime(timezone=True)),
    Column("published_at", DateTime(timezone=True)),
    Column("starts_at", DateTime(timezone=True)),
    Column("ends_at", DateTime(timezone=True)),
    Column("place", String),
    Column("written_at", DateTime(timezone=True), nullable=False),
    Column("written_by", Uuid),
    UniqueConstraint("tenant", "kind", "slug", name="publications_slug"),
    Index("publications_shown", "tenant", "kind", "shown_from", "id"),
    Index("publications_written", "tenant", "written_at", "id"),
)

# Written again by us from what was sent: no metadata, no surprise, and small enough to live beside its words.
pictures = Table(
    "pictures",
    metadata,
    tables.tenant_column(),
    Column("id", Uuid, primary_key=True),
    Column("media_type", String, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("made_at", DateTime(timezone=True), nullable=False),
)

publication_readings = Table(
    "publication_readings",
    metadata,
    tables.tenant_column(),
    Column("account_id", Uuid, primary_key=True),
    Column("publication_id", Uuid, primary_key=True),
    Column("read_at", DateTime(timezone=True), nullable=False),
)

hours_exceptions = Table(
    "hours_exceptions",
    metadata,
    *tables.aggregate_columns(),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("openings", JSONB, nullable=False),
    Column("reason", String, nullable=False),
    Column("written_at", DateTime(timezone=True), nullable=False),
    Index("hours_exceptions_last_day", "tenant", "last_day"),
)

PUBLISHING = (publications, pictures, publication_readings, hours_exceptions)
