"""The tables that every service keeps beside its own, and the columns that every tenant table begins with."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Identity,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

TENANT = text("current_setting('app.tenant')::uuid")


def metadata() -> MetaData:
    """A service's metadata, with the chassis' tables in it."""
    made = MetaData()
    for table in (outbox, event_sequences, inbox, idempotency, journal, journal_seals, timers, dead_letters, *LATER):
        table.to_metadata(made)
    return made


def tenant_column() -> Column[Any]:
    """Filled and compared by the database: no code of ours names the tenant, so none can forget to."""
    return Column("tenant", Uuid, primary_key=True, server_default=TENANT)


def aggregate_columns() -> tuple[Column[Any], ...]:
    """The key of an aggregate's table, and the version that two people's edits are compared by."""
    return (
        tenant_column(),
        Column("id", Uuid, primary_key=True),
        Column("version", Integer, nullable=False, server_default="1"),
    )


_chassis = MetaData()

outbox = Table(
    "outbox",
    _chassis,
    Column("id", Uuid, primary_key=True),
    Column("position", BigInteger, Identity(always=True), nullable=False),
    Column("type", String, nullable=False),
    Column("aggregate_id", Uuid, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("tenant", Uuid, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("actor", String, nullable=False),
    Column("traceparent", String),
    Column("data", JSONB, nullable=False),
    Column("published_at", DateTime(timezone=True)),
    Column("stream_created", DateTime(timezone=True)),
    Column("stream_sequence", BigInteger),
)

event_sequences = Table(
    "event_sequences",
    _chassis,
    tenant_column(),
    Column("aggregate_id", Uuid, primary_key=True),
    Column("last", BigInteger, nullable=False),
)

inbox = Table(
    "inbox",
    _chassis,
    Column("event_id", Uuid, primary_key=True),
    Column("handler", String, primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False, server_default=text("now()")),
)

idempotency = Table(
    "idempotency",
    _chassis,
    tenant_column(),
    Column("subject", Uuid, primary_key=True),
    Column("key", String(255), primary_key=True),
    Column("fingerprint", LargeBinary, nullable=False),
    Column("status", Integer),
    Column("body", LargeBinary),
    Column("at", DateTime(timezone=True), nullable=False, server_default=text("now()")),
)

journal = Table(
    "journal",
    _chassis,
    tenant_column(),
    Column("id", Uuid, primary_key=True),
    Column("position", BigInteger, Identity(always=True), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("actor", String, nullable=False),
    Column("action", String, nullable=False),
    Column("subject", Uuid, nullable=False),
    Column("concerns", Uuid),
    Column("purpose", String),
    Column("trace", String),
    Column("sealed", Boolean, nullable=False, server_default=text("false")),
)

# Parts of what is held of a person, each until they have fetched it (`chassis.personal_data`).
personal_data_parts = Table(
    "personal_data_parts",
    _chassis,
    tenant_column(),
    Column("export_id", Uuid, primary_key=True),
    Column("content", LargeBinary, nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
)

# What an assistant proposed, until the member has confirmed or refused it (`chassis.assistants`). The arguments are what
# people wrote: they go when it is settled.
proposals = Table(
    "proposals",
    _chassis,
    tenant_column(),
    Column("id", Uuid, primary_key=True),
    Column("account_id", Uuid, nullable=False),
    Column("assistant_id", Uuid, nullable=False),
    Column("assistant_name", String, nullable=False),
    Column("tool", String, nullable=False),
    Column("arguments", JSONB(none_as_null=True)),
    Column("subject", Uuid, nullable=False),
    Column("named", String, nullable=False),
    Column("version", Integer),
    Column("status", String, nullable=False),
    Column("proposed_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("settled_at", DateTime(timezone=True)),
    Column("modified_at", DateTime(timezone=True)),
)

journal_seals = Table(
    "journal_seals",
    _chassis,
    Column("tenant", Uuid, primary_key=True),
    Column("number", BigInteger, primary_key=True),
    Column("journal_id", Uuid, nullable=False),
    Column("hash", LargeBinary, nullable=False),
)

timers = Table(
    "timers",
    _chassis,
    Column("id", Uuid, primary_key=True),
    Column("tenant", Uuid, nullable=False, server_default=TENANT),
    Column("kind", String, nullable=False),
    Column("subject", Uuid, nullable=False),
    Column("due_at", DateTime(timezone=True), nullable=False),
    Column("done_at", DateTime(timezone=True)),
)

dead_letters = Table(
    "dead_letters",
    _chassis,
    Column("event_id", Uuid, primary_key=True),
    Column("handler", String, primary_key=True),
    Column("tenant", Uuid, nullable=False),
    Column("type", String, nullable=False),
    Column("envelope", LargeBinary, nullable=False),
    Column("cause", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("status", String, nullable=False, server_default="open"),
)

# What came after the services' first migrations; `schema/` holds these tables' own.

event_positions = Table(
    "event_positions",
    _chassis,
    Column("reader", String, primary_key=True),
    Column("aggregate_id", Uuid, primary_key=True),
    Column("last", BigInteger, nullable=False),
)

parked_events = Table(
    "parked_events",
    _chassis,
    Column("reader", String, primary_key=True),
    Column("event_id", Uuid, primary_key=True),
    Column("tenant", Uuid, nullable=False),
    Column("aggregate_id", Uuid, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("type", String, nullable=False),
    Column("envelope", LargeBinary, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False, server_default=text("now()")),
)

journal_anchors = Table(
    "journal_anchors",
    _chassis,
    Column("service", String, primary_key=True),
    Column("tenant", Uuid, primary_key=True),
    Column("number", BigInteger, primary_key=True),
    Column("hash", LargeBinary, nullable=False),
    Column("signed", String, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False, server_default=text("now()")),
)

LATER = (event_positions, parked_events, journal_anchors)
