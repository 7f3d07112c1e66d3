"""How many dossiers each agent opened without examining them, by hour."""

from sqlalchemy import Column, Integer, Table, Uuid

from chassis import tables
from demarches.storage.tables.columns import Moment, metadata, required

openings = Table(
    "openings",
    metadata,
    tables.tenant_column(),
    Column("account_id", Uuid, primary_key=True),
    Column("hour", Moment, primary_key=True),
    required("opened", Integer),
)

OPENED = (openings,)
