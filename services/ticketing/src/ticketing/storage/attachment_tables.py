"""Files joined to tickets, and what documents said of them."""

from sqlalchemy import BigInteger, Column, ForeignKeyConstraint, Index, Integer, String, Table, Uuid

from chassis import tables
from ticketing.storage.tables import Moment, metadata, of_ticket, required

# A ticket's id before there is the ticket: what is sent for it has somewhere to go, for its sender alone.
reservations = Table(
    "reservations",
    metadata,
    tables.tenant_column(),
    Column("id", Uuid, primary_key=True),
    required("account", Uuid),
    required("at", Moment),
)

# `message_id` is null for those of the request itself.
attachments = Table(
    "attachments",
    metadata,
    tables.tenant_column(),
    Column("id", Uuid, primary_key=True),
    required("ticket_id", Uuid),
    Column("message_id", Uuid),
    required("added_by", Uuid),
    required("name", String),
    required("size", BigInteger),
    required("media_type", String),
    required("sha256", String(64)),
    required("added_at", Moment),
    required("position", Integer, "0"),
    of_ticket(),
    ForeignKeyConstraint(["tenant", "message_id"], ["messages.tenant", "messages.id"]),
    Index("attachments_ticket", "tenant", "ticket_id", "id"),
)

# Beside the attachments, since the verdict may come before the file is joined.
file_verdicts = Table(
    "file_verdicts",
    metadata,
    tables.tenant_column(),
    Column("file_id", Uuid, primary_key=True),
    required("status", String),
    required("at", Moment),
)

ALL = (reservations, attachments, file_verdicts)
