"""Everything in an archive, and leaving."""

from sqlalchemy import Column, Index, String, Table, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from chassis import tables
from identity.storage.tables.columns import metadata, moment, of_account

personal_exports = Table(
    "personal_exports",
    metadata,
    *tables.aggregate_columns(),
    Column("account_id", Uuid, nullable=False),
    moment("requested_at", nullable=False),
    moment("expires_at", nullable=False),
    Column("parts", ARRAY(String), nullable=False),
    moment("ready_at"),
    of_account(),
    Index("personal_exports_account", "tenant", "account_id", "requested_at"),
)

# No foreign key: the account is gone, and this says so. The address is the one thing that outlives it, for one mail.
erasures = Table(
    "erasures",
    metadata,
    *tables.aggregate_columns(),
    Column("account_id", Uuid, nullable=False),
    moment("requested_at", nullable=False),
    Column("email", String, nullable=False),
    Column("locale", String, nullable=False),
    Column("answers", JSONB, nullable=False),
    moment("completed_at"),
    Index("erasures_account", "tenant", "account_id", unique=True),
    # Those that the operator has to look after, of every organisation (migration 0015).
    Index("erasures_waiting", "requested_at", postgresql_where=text("completed_at is null")),
)
