"""What a town offers."""

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
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR

from chassis import tables
from demarches.storage.tables.columns import Moment, metadata, required

organisation_settings = Table(
    "organisation_settings", metadata, tables.tenant_column(), required("reference_prefix", String(6))
)

departments = Table(
    "departments",
    metadata,
    *tables.aggregate_columns(),
    required("name", String),
    required("email", String, "''"),
    required("phone", String, "''"),
    required("address", String, "''"),
    required("hours", String, "''"),
)

themes = Table(
    "themes",
    metadata,
    *tables.aggregate_columns(),
    required("slug", String),
    required("name", JSONB),
    required("icon", String),
    required("position", Integer, "0"),
    Index("themes_slug", "tenant", "slug", unique=True),
)

# `title` to `closes_at` repeat the current definition: the catalogue reads no form. `words` is what trigrams compare.
demarches = Table(
    "demarches",
    metadata,
    *tables.aggregate_columns(),
    required("slug", String),
    required("theme_id", Uuid),
    required("position", Integer, "0"),
    required("pinned", Boolean, "false"),
    Column("external_url", String),
    required("kind", String, "'demarche'"),
    Column("body", JSONB),
    Column("current", Integer),
    required("title", JSONB),
    required("summary", JSONB),
    required("needs_account", Boolean, "false"),
    Column("duration_minutes", Integer),
    Column("opens_at", Moment),
    Column("closes_at", Moment),
    required("search", TSVECTOR),
    required("words", Text),
    ForeignKeyConstraint(["tenant", "theme_id"], ["themes.tenant", "themes.id"]),
    Index("demarches_slug", "tenant", "slug", unique=True),
)

definitions = Table(
    "definitions",
    metadata,
    tables.tenant_column(),
    Column("demarche_id", Uuid, primary_key=True),
    Column("number", Integer, primary_key=True),
    required("content", JSONB),
    required("published_at", Moment),
    ForeignKeyConstraint(["tenant", "demarche_id"], ["demarches.tenant", "demarches.id"]),
)

# Of revision 0001: since 0003_places, quotas are `allotments`.
quotas = Table(
    "quotas",
    metadata,
    tables.tenant_column(),
    Column("demarche_id", Uuid, primary_key=True),
    required("places", Integer),
    required("used", Integer, "0"),
    CheckConstraint("used between 0 and places", name="quota_never_exceeded"),
    ForeignKeyConstraint(["tenant", "demarche_id"], ["demarches.tenant", "demarches.id"]),
)

synonyms = Table(
    "synonyms",
    metadata,
    tables.tenant_column(),
    Column("term", String, primary_key=True),
    required("means", String),
)
