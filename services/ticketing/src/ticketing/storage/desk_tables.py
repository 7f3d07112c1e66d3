"""What the support team keeps beside the tickets: teams, ready-made answers, drafts, who is where, merges, opinions."""

from sqlalchemy import Boolean, CheckConstraint, Column, Index, Integer, String, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from chassis import tables
from ticketing.storage.tables import Moment, metadata, of_ticket, required

teams = Table(
    "teams", metadata, *tables.aggregate_columns(), required("spec", JSONB), required("position", Integer, "0")
)

canned_replies = Table(
    "canned_replies",
    metadata,
    *tables.aggregate_columns(),
    required("title", String),
    required("body", Text),
    required("outcome", String),
)

# Who of the provider has opened the console: who may be a member of a team.
agents = Table(
    "agents", metadata, tables.tenant_column(), Column("account", Uuid, primary_key=True), required("seen_at", Moment)
)

drafts = Table(
    "drafts",
    metadata,
    tables.tenant_column(),
    Column("ticket_id", Uuid, primary_key=True),
    Column("agent", Uuid, primary_key=True),
    required("body", Text),
    required("at", Moment),
    of_ticket(),
)

presences = Table(
    "presences",
    metadata,
    tables.tenant_column(),
    Column("ticket_id", Uuid, primary_key=True),
    Column("agent", Uuid, primary_key=True),
    required("writing", Boolean),
    required("seen_at", Moment),
    of_ticket(),
)

satisfactions = Table(
    "satisfactions",
    metadata,
    tables.tenant_column(),
    Column("ticket_id", Uuid, primary_key=True),
    required("score", Integer),
    required("comment", Text),
    required("at", Moment),
    of_ticket(),
    CheckConstraint("score between 1 and 5", name="an_opinion_is_one_to_five"),
)

# The merged ticket keeps what was said in it: the other one shows it too. Undoing is forgetting this line.
merges = Table(
    "ticket_merges",
    metadata,
    tables.tenant_column(),
    Column("ticket_id", Uuid, primary_key=True),
    required("into_id", Uuid),
    required("agent", Uuid),
    required("at", Moment),
    required("status_before", String),
    of_ticket(),
    Index("ticket_merges_into", "tenant", "into_id"),
)

links = Table(
    "ticket_links",
    metadata,
    tables.tenant_column(),
    Column("ticket_id", Uuid, primary_key=True),
    Column("other_id", Uuid, primary_key=True),
    required("at", Moment),
    of_ticket(),
)

views = Table(
    "saved_views",
    metadata,
    tables.tenant_column(),
    Column("id", Uuid, primary_key=True),
    required("agent", Uuid),
    required("name", String),
    required("filters", JSONB),
    Index("saved_views_agent", "tenant", "agent", "name", unique=True),
)

macros = Table(
    "macros", metadata, *tables.aggregate_columns(), required("spec", JSONB), required("position", Integer, "0")
)

# `message_id` of the ticket `from_id` is dealt with in `ticket_id`, which begins with a copy of it.
splits = Table(
    "ticket_splits",
    metadata,
    tables.tenant_column(),
    Column("ticket_id", Uuid, primary_key=True),
    Column("message_id", Uuid, primary_key=True),
    required("from_id", Uuid),
    required("agent", Uuid),
    required("at", Moment),
    of_ticket(),
    Index("ticket_splits_from", "tenant", "from_id"),
)


ALL = (teams, canned_replies, agents, drafts, presences, satisfactions, merges, links, views, macros, splits)
