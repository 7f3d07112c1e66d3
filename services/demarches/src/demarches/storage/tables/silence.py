"""What silence decided."""

from sqlalchemy import Column, Date, String, Table, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from chassis import tables
from demarches.storage.tables.columns import Moment, metadata, of_dossier, required

silences = Table(
    "silences",
    metadata,
    tables.tenant_column(),
    Column("dossier_id", Uuid, primary_key=True),
    required("silence", String),
    required("due_on", Date),
    required("effect_on", Date),
    required("articles", JSONB),
    required("recorded_at", Moment),
    Column("reasons_asked_at", Moment),
    of_dossier(),
)

CLOCKED = (silences,)
