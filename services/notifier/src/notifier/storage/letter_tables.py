"""The tables of newsletters: themes, subscribers, issues, and one row per reader of each issue."""

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from chassis import tables
from notifier.storage.tables import metadata

themes = Table(
    "themes",
    metadata,
    *tables.aggregate_columns(),
    Column("parent_id", Uuid),
    Column("label", String, nullable=False),
    Column("position", Integer, nullable=False),
)
# The one place where an address is kept: who has no account gave it to us for this, and takes it back by leaving.
subscribers = Table(
    "subscribers",
    metadata,
    *tables.aggregate_columns(),
    Column("kind", String, nullable=False),
    Column("account_id", Uuid),
    Column("email", String),
    Column("letter", Boolean, nullable=False),
    Column("themes", ARRAY(Uuid), nullable=False),
    Column("locale", String, nullable=False),
    Column("asked", JSONB),
    Column("asked_at", DateTime(timezone=True)),
    Column("confirmed_at", DateTime(timezone=True)),
    Column("left_at", DateTime(timezone=True)),
    Column("left_issue", Uuid),
    UniqueConstraint("tenant", "account_id", name="subscribers_account"),
    UniqueConstraint("tenant", "email", name="subscribers_email"),
    Index("subscribers_themes", "themes", postgresql_using="gin"),
)
issues = Table(
    "issues",
    metadata,
    *tables.aggregate_columns(),
    Column("status", String, nullable=False),
    Column("words", JSONB, nullable=False),
    Column("scheduled_at", DateTime(timezone=True)),
    Column("frozen_at", DateTime(timezone=True)),
    Column("ended_at", DateTime(timezone=True)),
    Column("held_at", DateTime(timezone=True)),
    Column("audience", Integer, nullable=False),
    Column("written_at", DateTime(timezone=True), nullable=False),
    Column("written_by", Uuid),
    Index("issues_newest", "tenant", "written_at", "id"),
)
issue_recipients = Table(
    "issue_recipients",
    metadata,
    *tables.aggregate_columns(),
    Column("issue_id", Uuid, nullable=False),
    Column("subscriber_id", Uuid),
    Column("account_id", Uuid),
    Column("is_test", Boolean, nullable=False, server_default=text("false")),
    Column("standing", String, nullable=False, server_default=text("'pending'")),
    Column("reason", String, nullable=False, server_default=text("''")),
    Column("attempts", SmallInteger, nullable=False, server_default=text("0")),
    Column("due_at", DateTime(timezone=True)),
    Column("ended_at", DateTime(timezone=True)),
    Column("address_trace", String),
    UniqueConstraint("tenant", "issue_id", "subscriber_id", name="issue_recipients_once"),
    Index("issue_recipients_standing", "tenant", "issue_id", "standing"),
)
LETTERS = (themes, subscribers, issues, issue_recipients)
