"""From which stage to which, when, by whom."""

from sqlalchemy import Column, Index, String, Table, Uuid

from chassis import tables
from demarches.storage.tables.columns import Moment, metadata, of_dossier, required

stage_changes = Table(
    "stage_changes",
    metadata,
    tables.tenant_column(),
    Column("id", Uuid, primary_key=True),
    required("dossier_id", Uuid),
    required("stage", String),
    required("at", Moment),
    Column("by", Uuid),
    of_dossier(),
    Index("stage_changes_dossier", "tenant", "dossier_id", "id"),
)

MOVED = (stage_changes,)
