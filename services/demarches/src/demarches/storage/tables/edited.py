"""Definitions under work: what the next version will be, until it is published."""

from sqlalchemy import Column, ForeignKeyConstraint, Integer, Table, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from chassis import tables
from demarches.storage.tables.columns import Moment, metadata, required

# One per démarche; `version` counts its changes, so that two authors are told of each other.
definition_drafts = Table(
    "definition_drafts",
    metadata,
    tables.tenant_column(),
    Column("demarche_id", Uuid, primary_key=True),
    required("version", Integer),
    required("content", JSONB),
    required("changed_at", Moment),
    required("changed_by", Uuid),
    ForeignKeyConstraint(["tenant", "demarche_id"], ["demarches.tenant", "demarches.id"], ondelete="CASCADE"),
)

# Each of its changes, for as long as it is under work.
draft_versions = Table(
    "draft_versions",
    metadata,
    tables.tenant_column(),
    Column("demarche_id", Uuid, primary_key=True),
    Column("version", Integer, primary_key=True),
    required("content", JSONB),
    required("changed_at", Moment),
    required("changed_by", Uuid),
    ForeignKeyConstraint(
        ["tenant", "demarche_id"], ["definition_drafts.tenant", "definition_drafts.demarche_id"], ondelete="CASCADE"
    ),
)

EDITED = (definition_drafts, draft_versions)
