"""Places and who has them: quotas, slots, bookings, waiting lists."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
    Time,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from chassis import tables
from demarches.storage.tables.columns import Moment, metadata, of_dossier, required

# How many places there are of something, and how many are taken: the quota of a démarche (at the epoch), or one slot
# of a calendar (at its hour). One row is one counter, and the database refuses the one too many.
allotments = Table(
    "allotments",
    metadata,
    tables.tenant_column(),
    Column("subject", Uuid, primary_key=True),
    Column("starts_at", Moment, primary_key=True),
    required("places", Integer),
    required("used", Integer, "0"),
    CheckConstraint("used between 0 and places", name="never_one_too_many"),
)

venues = Table(
    "venues",
    metadata,
    *tables.aggregate_columns(),
    required("name", String),
    required("address", Text),
    required("access", Text, "''"),
    required("access_en", Text, "''"),
)

calendars = Table(
    "calendars",
    metadata,
    *tables.aggregate_columns(),
    required("name", JSONB),
    required("venue_id", Uuid),
    required("department_id", Uuid),
    required("settings", JSONB),
    required("active", Boolean, "true"),
    ForeignKeyConstraint(["tenant", "venue_id"], ["venues.tenant", "venues.id"]),
)

# Of one calendar, or of all of them.
closures = Table(
    "closures",
    metadata,
    tables.tenant_column(),
    Column("id", Uuid, primary_key=True),
    Column("calendar_id", Uuid),
    required("since", Date),
    required("until", Date),
    required("reason", String),
    Column("closes", Time),
    Column("opens_again", Time),
    Column("resource", String),
    ForeignKeyConstraint(["tenant", "calendar_id"], ["calendars.tenant", "calendars.id"], ondelete="CASCADE"),
    CheckConstraint("since <= until", name="closed_forwards"),
    Index("closures_days", "tenant", "until"),
)

bookings = Table(
    "bookings",
    metadata,
    *tables.aggregate_columns(),
    required("dossier_id", Uuid),
    required("calendar_id", Uuid),
    required("starts_at", Moment),
    required("ends_at", Moment),
    required("slots", ARRAY(Moment)),
    required("made_at", Moment),
    required("status", String),
    required("origin", String),
    Column("held_until", Moment),
    Column("confirmed_at", Moment),
    Column("ended_at", Moment),
    required("ended_by", String, "''"),
    required("reason", Text, "''"),
    of_dossier(),
    ForeignKeyConstraint(["tenant", "calendar_id"], ["calendars.tenant", "calendars.id"]),
    Index("bookings_dossier", "tenant", "dossier_id"),
    Index("bookings_agenda", "tenant", "calendar_id", "starts_at"),
    # A dossier has one appointment; while it is being moved it also holds the next one.
    Index(
        "bookings_one_confirmed",
        "tenant",
        "dossier_id",
        unique=True,
        postgresql_where=text("status = 'confirmed'"),
    ),
    Index("bookings_one_held", "tenant", "dossier_id", unique=True, postgresql_where=text("status = 'held'")),
)

waiting = Table(
    "waiting",
    metadata,
    *tables.aggregate_columns(),
    required("subject", Uuid),
    required("account", Uuid),
    required("locale", String),
    required("joined_at", Moment),
    Column("dossier_id", Uuid),
    required("status", String),
    Column("offered_until", Moment),
    of_dossier(),
    Index("waiting_turn", "tenant", "subject", "status", "id"),
    Index(
        "waiting_once",
        "tenant",
        "subject",
        "account",
        unique=True,
        postgresql_where=text("status in ('waiting', 'offered')"),
    ),
)

BOOKED = (allotments, venues, calendars, closures, bookings, waiting)
