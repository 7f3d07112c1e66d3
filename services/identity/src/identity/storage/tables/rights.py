"""Who may do what, and the letters that say who decides it."""

from sqlalchemy import Column, Index, Integer, LargeBinary, String, Table, Uuid, text

from chassis import tables
from identity.storage.tables.columns import metadata, moment, of_account, words

# No foreign key to the account: the chain of trust is remembered when its people are gone.
mandates = Table(
    "mandates",
    metadata,
    *tables.aggregate_columns(),
    Column("account_id", Uuid, nullable=False),
    Column("reference", String, nullable=False),
    Column("code_hash", LargeBinary, nullable=False),
    Column("representative_name", String, nullable=False),
    Column("representative_title", String, nullable=False),
    Column("status", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    moment("requested_at", nullable=False),
    moment("expires_at", nullable=False),
    moment("letter_sent_at"),
    moment("reported_at"),
    moment("activated_at"),
    moment("ended_at"),
    Column("end_reason", String),
    Index("mandates_active", "tenant", unique=True, postgresql_where=text("status = 'active'")),
    Index("mandates_reference", "tenant", "reference", unique=True),
    Index("mandates_requested", "tenant", "requested_at"),
)

permission_grants = Table(
    "permission_grants",
    metadata,
    tables.tenant_column(),
    Column("account_id", Uuid, primary_key=True),
    Column("permission", String, primary_key=True),
    moment("granted_at", nullable=False),
    Column("granted_by", String, nullable=False),
    # The mandate of the administrator in office: the right lives as long. None where the installation itself gave it.
    Column("mandate_id", Uuid),
    of_account(),
)

# What happened to rights, one line each, for « Qui peut quoi ? ».
rights_history = Table(
    "rights_history",
    metadata,
    tables.tenant_column(),
    Column("id", Uuid, primary_key=True),
    moment("at", nullable=False),
    Column("actor", String, nullable=False),
    Column("what", String, nullable=False),
    Column("account_id", Uuid, nullable=False),
    words("permission"),
    words("reason"),
    Index("rights_history_at", "tenant", "at"),
)

# Letters to legal representatives that wait for the operator's printer. The platform's: ids alone, no names, no codes.
letters = Table(
    "letters",
    metadata,
    Column("mandate_id", Uuid, primary_key=True),
    Column("organisation_id", Uuid, nullable=False),
    moment("requested_at", nullable=False),
    moment("reported_at"),
    Column("batch_id", Uuid),
    moment("printed_at"),
    Index("letters_waiting", "requested_at", postgresql_where=text("printed_at is null")),
    Index("letters_batch", "batch_id"),
)
