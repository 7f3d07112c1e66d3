"""Calendars and policies, every version of each, and where each ticket stands with what was promised."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKeyConstraint, Index, Integer, String, Table, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from chassis import tables
from ticketing.storage.tables import Moment, metadata, of_ticket, required

calendars = Table(
    "business_calendars",
    metadata,
    tables.tenant_column(),
    Column("id", Uuid, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    required("spec", JSONB),
    required("current", Boolean),
    required("made_at", Moment),
    Index("business_calendars_current", "tenant", "id", unique=True, postgresql_where="current"),
)

policies = Table(
    "sla_policies",
    metadata,
    tables.tenant_column(),
    Column("id", Uuid, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    required("position", Integer),
    required("spec", JSONB),
    required("current", Boolean),
    required("made_at", Moment),
    Index("sla_policies_current", "tenant", "id", unique=True, postgresql_where="current"),
)

# `state`, `due_at` and `sooner` repeat what `standing` says of the clocks that run, for queues to be sorted by an index.
ticket_sla = Table(
    "ticket_sla",
    metadata,
    tables.tenant_column(),
    Column("ticket_id", Uuid, primary_key=True),
    required("policy_id", Uuid),
    required("policy_number", Integer),
    required("calendar_id", Uuid),
    required("calendar_number", Integer),
    required("opened_severity", String),
    required("standing", JSONB),
    required("state", String),
    Column("due_at", Moment),
    Column("rings_at", Moment),
    required("sooner", BigInteger, "0"),
    of_ticket(),
    ForeignKeyConstraint(
        ["tenant", "policy_id", "policy_number"], ["sla_policies.tenant", "sla_policies.id", "sla_policies.number"]
    ),
    ForeignKeyConstraint(
        ["tenant", "calendar_id", "calendar_number"],
        ["business_calendars.tenant", "business_calendars.id", "business_calendars.number"],
    ),
    Index("ticket_sla_queue", "tenant", "state", "sooner", "ticket_id"),
)

ALL = (calendars, policies, ticket_sla)
