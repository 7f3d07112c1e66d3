"""People who asked without an account, and mails that came in."""

from sqlalchemy import Boolean, Column, Index, String, Table, Text, Uuid

from chassis import tables
from ticketing.storage.tables import Moment, metadata, of_ticket, required

# The only names and addresses that this service keeps: nobody else knows them. Gone once an account is known.
guests = Table(
    "guests",
    metadata,
    tables.tenant_column(),
    Column("id", Uuid, primary_key=True),
    required("ticket_id", Uuid),
    required("name", String),
    required("email", String),
    required("phone", String),
    required("organisation", String),
    required("checked", Boolean),
    required("at", Moment),
    of_ticket(),
    Index("guests_ticket", "tenant", "ticket_id", unique=True),
    Index("guests_at", "tenant", "at"),
)

# Answers to the check against robots, so that none serves twice.
used_challenges = Table(
    "used_challenges",
    metadata,
    tables.tenant_column(),
    Column("challenge", String, primary_key=True),
    required("expires_at", Moment),
)

# One line per mail, by what makes it the same mail: whatever comes twice is seen to have come.
inbound_mails = Table(
    "inbound_mails",
    metadata,
    tables.tenant_column(),
    Column("fingerprint", String, primary_key=True),
    required("ticket_id", Uuid),
    required("outcome", String),
    required("detail", Text),
    Column("message_id", Uuid),
    required("at", Moment),
    of_ticket(),
    Index("inbound_mails_ticket", "tenant", "ticket_id", "at"),
)

# What became of the mail that told of a message, by the event that it is sent for. Never to whom: the notifier knows.
message_mails = Table(
    "message_mails",
    metadata,
    tables.tenant_column(),
    Column("event_id", Uuid, primary_key=True),
    required("ticket_id", Uuid),
    required("message_id", Uuid),
    required("state", String),
    required("reason", String),
    required("at", Moment),
    of_ticket(),
    Index("message_mails_ticket", "tenant", "ticket_id"),
)


ALL = (guests, used_challenges, inbound_mails, message_mails)
