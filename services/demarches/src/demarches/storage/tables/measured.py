"""What is measured beside dossiers: drafts given up, satisfaction, and whether figures are published."""

from sqlalchemy import Boolean, CheckConstraint, Column, Date, Index, Integer, SmallInteger, String, Table, Text, Uuid

from chassis import tables
from demarches.storage.tables.columns import Moment, metadata, of_dossier, required

# Counted when a draft is thrown away or forgotten; nothing of the draft itself is kept.
abandonments = Table(
    "abandonments",
    metadata,
    tables.tenant_column(),
    Column("demarche_id", Uuid, primary_key=True),
    Column("step", String, primary_key=True),
    Column("month", Date, primary_key=True),
    required("drafts", Integer),
)

satisfactions = Table(
    "satisfactions",
    metadata,
    tables.tenant_column(),
    Column("dossier_id", Uuid, primary_key=True),
    required("demarche_id", Uuid),
    required("score", SmallInteger),
    required("comment", Text, "''"),
    required("at", Moment),
    CheckConstraint("score between 1 and 5", name="one_to_five"),
    of_dossier(),
    Index("satisfactions_demarche", "tenant", "demarche_id", "at"),
)

published_figures = Table(
    "published_figures",
    metadata,
    tables.tenant_column(),
    required("published", Boolean, "false"),
    Column("since", Moment),
)

MEASURED = (abandonments, satisfactions, published_figures)
