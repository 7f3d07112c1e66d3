"""Documents of decisions: what was decided, as it was printed and sealed."""

from sqlalchemy import CheckConstraint, Column, Index, LargeBinary, String, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from chassis import tables
from demarches.storage.tables.columns import Moment, metadata, of_dossier, required

decision_documents = Table(
    "decision_documents",
    metadata,
    *tables.aggregate_columns(),
    required("dossier_id", Uuid),
    required("number", String),
    required("code", String(23)),
    required("facts", JSONB),
    required("issued_at", Moment),
    Column("sheet", LargeBinary),
    Column("sha256", String(64)),
    Column("seal", Text),
    Column("key", JSONB),
    CheckConstraint("(sheet is null) = (seal is null)", name="a_sheet_is_sealed"),
    of_dossier(),
    Index("decision_documents_dossier", "tenant", "dossier_id", unique=True),
    Index("decision_documents_code", "tenant", "code", unique=True),
)

DECIDED = (decision_documents,)
