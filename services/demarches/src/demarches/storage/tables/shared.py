"""What the operator offers to every organisation, and which version of it each démarche came from."""

from sqlalchemy import Boolean, Column, ForeignKeyConstraint, Index, Integer, String, Table, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from chassis import tables
from demarches.storage.tables.columns import Moment, metadata, required

# The one table that all tenants read (policy « offered »); only whoever offers writes, once:
# a version offered is the base of later merges.
shared_definitions = Table(
    "shared_definitions",
    metadata,
    Column("tenant", Uuid, nullable=False, server_default=tables.TENANT),
    Column("shared_id", Uuid, primary_key=True),
    Column("number", Integer, primary_key=True),
    required("content", JSONB),
    required("note", String, "''"),
    required("shared_at", Moment),
    # The offer ends with this number, `note` says why: it is no version, and the next one offers it again.
    required("ended", Boolean, "false"),
)

# Read by whoever offers as well (policy « offerer »): they know whom to tell. `number` is the version that what is in force was made of; `under_work` the one that what is under work took in.
copied_definitions = Table(
    "copied_definitions",
    metadata,
    tables.tenant_column(),
    Column("demarche_id", Uuid, primary_key=True),
    required("shared_id", Uuid),
    required("number", Integer),
    Column("under_work", Integer),
    ForeignKeyConstraint(["tenant", "demarche_id"], ["demarches.tenant", "demarches.id"], ondelete="CASCADE"),
    Index("copied_definitions_shared", "tenant", "shared_id"),
)

SHARED = (shared_definitions, copied_definitions)
