"""What an applicant agreed to, and the codes that prove who asks for a dossier sent without an account."""

from sqlalchemy import CheckConstraint, Column, Index, Integer, String, Table, Uuid

from chassis import tables
from demarches.storage.tables.columns import Moment, metadata, of_dossier, required

# `consulted_at` is the first consultation of a decision notified electronically (CRPA R112-20).
agreements = Table(
    "agreements",
    metadata,
    tables.tenant_column(),
    Column("dossier_id", Uuid, primary_key=True),
    Column("profile_at", Moment),
    Column("notification_at", Moment),
    Column("consulted_at", Moment),
    of_dossier(),
)

# One line per code sent; it is kept for the hour in which the next ones are counted. `tries` counts wrong answers.
attachment_codes = Table(
    "attachment_codes",
    metadata,
    tables.tenant_column(),
    Column("id", Uuid, primary_key=True),
    required("dossier_id", Uuid),
    required("account_id", Uuid),
    required("code", String(6)),
    required("tries", Integer, "0"),
    required("asked_at", Moment),
    required("expires_at", Moment),
    CheckConstraint("tries between 0 and 5", name="five_tries_at_most"),
    of_dossier(),
    Index("attachment_codes_dossier", "tenant", "dossier_id", "id"),
)

AGREED = (agreements, attachment_codes)
