"""What the operator opens and closes: of the platform, no tenant's."""

from sqlalchemy import Column, Index, SmallInteger, String, Table, Uuid
from sqlalchemy.dialects.postgresql import ARRAY

from identity.storage.tables.columns import metadata, moment

# Only ever added to; the newest line of a name holds.
feature_changes = Table(
    "feature_changes",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("name", String, nullable=False),
    Column("mode", String, nullable=False),
    Column("organisations", ARRAY(Uuid), nullable=False),
    Column("share", SmallInteger, nullable=False),
    Column("changed_by", Uuid),
    moment("changed_at", nullable=False),
    Index("feature_changes_name", "name", "id"),
)
