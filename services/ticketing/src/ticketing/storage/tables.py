"""The tables of this service. The tenant is the support provider."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKeyConstraint,
    Index,
    Integer,
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


def required(name: str, kind: Any, default: str | None = None) -> Column[Any]:
    return Column(name, kind, nullable=False, server_default=text(default) if default else None)


def of_ticket() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["tenant", "ticket_id"], ["tickets.tenant", "tickets.id"])


products = Table(
    "products",
    metadata,
    *tables.aggregate_columns(),
    required("name", JSONB),
    required("icon", String),
    required("position", Integer, "0"),
)

catalogue_entries = Table(
    "catalogue_entries",
    metadata,
    *tables.aggregate_columns(),
    required("slug", String),
    required("product_id", Uuid),
    required("kind", String),
    required("label", JSONB),
    required("summary", JSONB),
    required("position", Integer, "0"),
    required("number", Integer),
    required("offered", Boolean, "true"),
    ForeignKeyConstraint(["tenant", "product_id"], ["products.tenant", "products.id"]),
    Index("catalogue_entries_slug", "tenant", "slug", unique=True),
)

# Every version of an entry's form: a ticket is read with the one that it was made with.
entry_forms = Table(
    "entry_forms",
    metadata,
    tables.tenant_column(),
    Column("entry_id", Uuid, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    required("form", JSONB),
    ForeignKeyConstraint(["tenant", "entry_id"], ["catalogue_entries.tenant", "catalogue_entries.id"]),
)

reference_counters = Table(
    "reference_counters",
    metadata,
    tables.tenant_column(),
    Column("year", Integer, primary_key=True, autoincrement=False),
    required("last", Integer),
)

# `severity` and `precedence` repeat what impact, urgency and opening say, for queues to be sorted by an index.
tickets = Table(
    "tickets",
    metadata,
    *tables.aggregate_columns(),
    required("reference", String(20)),
    required("entry_id", Uuid),
    required("form_number", Integer),
    required("subject", String),
    required("answers", JSONB),
    required("impact", String),
    required("urgency", String),
    required("severity", String),
    required("precedence", BigInteger),
    required("requester", Uuid),
    required("organisation_id", Uuid),
    required("department", String, "''"),
    required("opened_at", Moment),
    required("changed_at", Moment),
    required("status", String),
    Column("assignee", Uuid),
    Column("team_id", Uuid),
    required("entries", Integer, "0"),
    Column("resolved_at", Moment),
    Column("closes_at", Moment),
    Column("closed_at", Moment),
    ForeignKeyConstraint(
        ["tenant", "entry_id", "form_number"], ["entry_forms.tenant", "entry_forms.entry_id", "entry_forms.number"]
    ),
    Index("tickets_reference", "tenant", "reference", unique=True),
    Index("tickets_requester", "tenant", "requester", "changed_at", "id"),
    Index("tickets_organisation", "tenant", "organisation_id", "changed_at", "id"),
    Index("tickets_queue", "tenant", "status", "precedence", "id"),
    Index("tickets_assignee", "tenant", "assignee", "precedence", "id"),
)

# `in_version` is the version that the ticket reached with it: what somebody who saw an older one has not read.
messages = Table(
    "messages",
    metadata,
    tables.tenant_column(),
    Column("id", Uuid, primary_key=True),
    required("ticket_id", Uuid),
    required("audience", String),
    required("side", String),
    required("author", Uuid),
    required("body", Text),
    required("resolution", Boolean, "false"),
    required("channel", String, "'portal'"),
    required("quoted", Text, "''"),
    required("posted_at", Moment),
    required("in_version", Integer),
    of_ticket(),
    CheckConstraint("audience = 'public' or side = 'support'", name="customers_write_no_internal_notes"),
    Index("messages_ticket", "tenant", "ticket_id", "id"),
)

# A reading is a row of its own, so that a message is never written twice.
message_readings = Table(
    "message_readings",
    metadata,
    tables.tenant_column(),
    Column("message_id", Uuid, primary_key=True),
    Column("reader", Uuid, primary_key=True),
    required("side", String),
    required("at", Moment),
    ForeignKeyConstraint(["tenant", "message_id"], ["messages.tenant", "messages.id"]),
)

interventions = Table(
    "interventions",
    metadata,
    tables.tenant_column(),
    Column("id", Uuid, primary_key=True),
    required("ticket_id", Uuid),
    required("kind", String),
    required("minutes", Integer),
    required("summary", Text),
    required("agent", Uuid),
    required("started_at", Moment),
    required("logged_at", Moment),
    required("in_version", Integer),
    of_ticket(),
    CheckConstraint("minutes between 1 and 1440", name="an_intervention_lasts"),
    Index("interventions_ticket", "tenant", "ticket_id", "id"),
)

# One line per event: what happened as customers too may read it. Internal notes are no events.
history = Table(
    "history",
    metadata,
    tables.tenant_column(),
    Column("id", Uuid, primary_key=True),
    required("ticket_id", Uuid),
    required("type", String),
    required("side", String),
    required("at", Moment),
    required("facts", JSONB),
    required("in_version", Integer),
    of_ticket(),
    Index("history_ticket", "tenant", "ticket_id", "id"),
)

# Colleagues of the requester who may read it too.
ticket_shares = Table(
    "ticket_shares",
    metadata,
    tables.tenant_column(),
    Column("ticket_id", Uuid, primary_key=True),
    Column("account", Uuid, primary_key=True),
    required("at", Moment),
    of_ticket(),
    Index("ticket_shares_account", "tenant", "account", "ticket_id"),
)

# What was said in a ticket in one row, kept by the database itself (migration 0013).
ticket_words = Table(
    "ticket_words",
    metadata,
    tables.tenant_column(),
    Column("ticket_id", Uuid, primary_key=True),
    Column("words", TSVECTOR, nullable=False),
    of_ticket(),
)

WRITTEN_ONCE = (entry_forms, messages, message_readings, interventions, history)
ALL = (
    products,
    catalogue_entries,
    entry_forms,
    reference_counters,
    tickets,
    messages,
    message_readings,
    interventions,
    history,
)
LATER = (ticket_shares, ticket_words)
"""Made by later migrations than the first."""
