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
from sqlalchemy.dialects.postgresql import JSONB

from chassis import tables

metadata = tables.metadata()
Moment = DateTime(timezone=True)


def _required(name: str, kind: Any, default: str | None = None) -> Column[Any]:
    return Column(name, kind, nullable=False, server_default=text(default) if default else None)


def _of_ticket() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["tenant", "ticket_id"], ["tickets.tenant", "tickets.id"])


products = Table(
    "products",
    metadata,
    *tables.aggregate_columns(),
    _required("name", JSONB),
    _required("icon", String),
    _required("position", Integer, "0"),
)

catalogue_entries = Table(
    "catalogue_entries",
    metadata,
    *tables.aggregate_columns(),
    _required("slug", String),
    _required("product_id", Uuid),
    _required("kind", String),
    _required("label", JSONB),
    _required("summary", JSONB),
    _required("position", Integer, "0"),
    _required("number", Integer),
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
    _required("form", JSONB),
    ForeignKeyConstraint(["tenant", "entry_id"], ["catalogue_entries.tenant", "catalogue_entries.id"]),
)

reference_counters = Table(
    "reference_counters",
    metadata,
    tables.tenant_column(),
    Column("year", Integer, primary_key=True, autoincrement=False),
    _required("last", Integer),
)

# `severity` and `precedence` repeat what impact, urgency and opening say, for queues to be sorted by an index.
tickets = Table(
    "tickets",
    metadata,
    *tables.aggregate_columns(),
    _required("reference", String(20)),
    _required("entry_id", Uuid),
    _required("form_number", Integer),
    _required("subject", String),
    _required("answers", JSONB),
    _required("impact", String),
    _required("urgency", String),
    _required("severity", String),
    _required("precedence", BigInteger),
    _required("requester", Uuid),
    _required("organisation_id", Uuid),
    _required("opened_at", Moment),
    _required("changed_at", Moment),
    _required("status", String),
    Column("assignee", Uuid),
    _required("entries", Integer, "0"),
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
    _required("ticket_id", Uuid),
    _required("audience", String),
    _required("side", String),
    _required("author", Uuid),
    _required("body", Text),
    _required("resolution", Boolean, "false"),
    _required("posted_at", Moment),
    _required("in_version", Integer),
    _of_ticket(),
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
    _required("side", String),
    _required("at", Moment),
    ForeignKeyConstraint(["tenant", "message_id"], ["messages.tenant", "messages.id"]),
)

interventions = Table(
    "interventions",
    metadata,
    tables.tenant_column(),
    Column("id", Uuid, primary_key=True),
    _required("ticket_id", Uuid),
    _required("kind", String),
    _required("minutes", Integer),
    _required("summary", Text),
    _required("agent", Uuid),
    _required("started_at", Moment),
    _required("logged_at", Moment),
    _required("in_version", Integer),
    _of_ticket(),
    CheckConstraint("minutes between 1 and 1440", name="an_intervention_lasts"),
    Index("interventions_ticket", "tenant", "ticket_id", "id"),
)

# One line per event: what happened as customers too may read it. Internal notes are no events.
history = Table(
    "history",
    metadata,
    tables.tenant_column(),
    Column("id", Uuid, primary_key=True),
    _required("ticket_id", Uuid),
    _required("type", String),
    _required("side", String),
    _required("at", Moment),
    _required("facts", JSONB),
    _required("in_version", Integer),
    _of_ticket(),
    Index("history_ticket", "tenant", "ticket_id", "id"),
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
