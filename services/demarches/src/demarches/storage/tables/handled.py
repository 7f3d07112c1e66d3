"""Démarches that agents took in hand: what the suite ships no longer changes them."""

from sqlalchemy import Column, ForeignKeyConstraint, Table, Uuid

from chassis import tables
from demarches.storage.tables.columns import Moment, metadata, required

taken_in_hand = Table(
    "taken_in_hand",
    metadata,
    tables.tenant_column(),
    Column("demarche_id", Uuid, primary_key=True),
    required("since", Moment),
    ForeignKeyConstraint(["tenant", "demarche_id"], ["demarches.tenant", "demarches.id"], ondelete="CASCADE"),
)

HANDLED = (taken_in_hand,)
