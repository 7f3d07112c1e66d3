"""The notifier's tables."""

from sqlalchemy import Column, DateTime, Index, Integer, SmallInteger, String, Table, UniqueConstraint, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB

from chassis import tables

metadata = tables.metadata()

notifications = Table(
    "notifications",
    metadata,
    *tables.aggregate_columns(),
    Column("cause_id", Uuid, nullable=False),
    Column("cause_type", String, nullable=False),
    Column("cause_data", JSONB, nullable=False),
    Column("about", Uuid, nullable=False),
    Column("lane", String, nullable=False),
    Column("status", String, nullable=False),
    Column("template", String),
    Column("recipient", String),
    Column("address_trace", String),
    Column("message_id", String),
    Column("traceparent", String),
    Column("attempts", JSONB, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("due_at", DateTime(timezone=True)),
    Column("ended_at", DateTime(timezone=True)),
    Column("purged_at", DateTime(timezone=True)),
    # One message per event and person, however often the event comes.
    UniqueConstraint("tenant", "cause_id", "recipient", name="notifications_once"),
    Index("notifications_newest", "tenant", "created_at", "id"),
    Index("notifications_status", "tenant", "status", "created_at", "id"),
    Index("notifications_about", "tenant", "about", "created_at"),
    Index("notifications_recipient", "tenant", "recipient", "created_at"),
)

# Who is next, across tenants: without row-level security, and therefore without anything about a person or a message.
deliveries = Table(
    "deliveries",
    metadata,
    Column("notification_id", Uuid, primary_key=True),
    Column("tenant", Uuid, nullable=False, server_default=tables.TENANT),
    Column("lane", SmallInteger, nullable=False),
    Column("due_at", DateTime(timezone=True), nullable=False),
    Column("lease_until", DateTime(timezone=True)),
    Column("holder", Uuid),
    Column("postponed", Integer, nullable=False, server_default=text("0")),
    Column("waits_for", String),
    Index("deliveries_turn", "lane", "tenant", "due_at"),
)

# By the salted hash of an address: the address itself is nowhere.
suppressions = Table(
    "suppressions",
    metadata,
    *tables.aggregate_columns(),
    Column("trace", String, nullable=False),
    Column("account_id", Uuid),
    Column("message_id", Uuid),
    Column("strikes", SmallInteger, nullable=False),
    Column("last_strike_at", DateTime(timezone=True)),
    Column("reason", String),
    Column("status", String, nullable=False),
    Column("since", DateTime(timezone=True)),
    Column("until", DateTime(timezone=True)),
    Column("restored_at", DateTime(timezone=True)),
    Column("restored_by", Uuid),
    Column("reached_at", DateTime(timezone=True)),
    Column("reached_by", Uuid),
    Index("suppressions_newest", "tenant", "since", "id", postgresql_where=text("until is not null")),
    Index("suppressions_account", "tenant", "account_id", postgresql_where=text("account_id is not null")),
)

template_overrides = Table(
    "template_overrides",
    metadata,
    *tables.aggregate_columns(),
    Column("key", String, nullable=False),
    Column("locale", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("preheader", String, nullable=False),
    Column("body", String, nullable=False),
    Column("button", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False),
    Column("changed_by", Uuid),
    UniqueConstraint("tenant", "key", "locale", name="template_overrides_once"),
)
