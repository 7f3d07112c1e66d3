"""The tables. Names of files stand with who holds them: the file itself carries nothing that a person wrote."""

from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    Uuid,
    text,
)

from chassis import tables

metadata = tables.metadata()


def _of_file() -> ForeignKeyConstraint:
    """A purged file takes its wraps with it. Checked at commit: aggregates are saved after what refers to them."""
    return ForeignKeyConstraint(
        ["tenant", "file_id"], ["files.tenant", "files.id"], ondelete="CASCADE", deferrable=True, initially="DEFERRED"
    )


def _moment(name: str, **options: Any) -> Column[Any]:
    return Column(name, DateTime(timezone=True), **options)


tenant_keys = Table("tenant_keys", metadata, tables.tenant_column(), Column("wrapped_key", LargeBinary, nullable=False))

files = Table(
    "files",
    metadata,
    *tables.aggregate_columns(),
    Column("uploader", Uuid, nullable=False),
    Column("content_version", Integer, nullable=False),
    Column("object_key", String, nullable=False),
    Column("size", Integer, nullable=False),
    Column("media_type", String, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("seal", String(64)),
    _moment("received_at", nullable=False),
    Column("status", String, nullable=False),
    Column("cause", String),
    _moment("decided_at"),
    Column("scan_key", LargeBinary),
    Column("holders", Integer, nullable=False),
    _moment("keep_until"),
    Index("files_sent", "tenant", "uploader", "received_at"),
    Index("files_failed", "tenant", "received_at", postgresql_where=text("status <> 'clean'")),
)

safes = Table(
    "safes",
    metadata,
    *tables.aggregate_columns(),
    Column("key_id", Uuid, nullable=False),
    Column("wrapped_key", LargeBinary, nullable=False),
    Column("pieces", SmallInteger, nullable=False, server_default="0"),
    CheckConstraint("pieces between 0 and 10", name="safes_at_most_ten_pieces"),
)

pieces = Table(
    "pieces",
    metadata,
    *tables.aggregate_columns(),
    Column("owner", Uuid, nullable=False),
    Column("type", String, nullable=False),
    Column("label", String, nullable=False),
    Column("valid_until", Date),
    _moment("added_at", nullable=False),
    _moment("changed_at", nullable=False),
    Column("files", SmallInteger, nullable=False),
    _moment("trashed_at"),
    CheckConstraint("files between 1 and 4", name="pieces_of_one_to_four_files"),
    Index("pieces_of_owner", "tenant", "owner", "added_at"),
)

safe_files = Table(
    "safe_files",
    metadata,
    tables.tenant_column(),
    Column("file_id", Uuid, primary_key=True),
    Column("owner", Uuid, nullable=False),
    Column("piece_id", Uuid),
    Column("name", String, nullable=False),
    Column("wrapped_key", LargeBinary, nullable=False),
    _moment("added_at", nullable=False),
    _moment("replaced_at"),
    Column("position", Integer, nullable=False, server_default="0"),
    _of_file(),
    Index("safe_files_of_piece", "tenant", "owner", "piece_id"),
)

bundles = Table(
    "bundles",
    metadata,
    tables.tenant_column(),
    Column("id", Uuid, primary_key=True),
    Column("issuer", String, nullable=False),
    Column("wrapped_key", LargeBinary, nullable=False),
    _moment("opened_at", nullable=False),
    _moment("closed_at"),
    _moment("purge_at"),
)

bundle_files = Table(
    "bundle_files",
    metadata,
    tables.tenant_column(),
    Column("bundle_id", Uuid, primary_key=True),
    Column("file_id", Uuid, primary_key=True),
    Column("added_by", Uuid, nullable=False),
    Column("name", String, nullable=False),
    Column("wrapped_key", LargeBinary, nullable=False),
    _moment("added_at", nullable=False),
    _of_file(),
    Index("bundle_files_of_file", "tenant", "file_id"),
)

uploads = Table(
    "uploads",
    metadata,
    *tables.aggregate_columns(),
    Column("uploader", Uuid, nullable=False),
    Column("bundle_id", Uuid),
    Column("issuer", String, nullable=False),
    Column("name", String, nullable=False),
    Column("length", Integer, nullable=False),
    Column("wrapped_key", LargeBinary, nullable=False),
    Column("received", Integer, nullable=False),
    Column("parts", Integer, nullable=False),
    Column("status", String, nullable=False),
    Column("cause", String),
    Column("file_id", Uuid),
    _moment("expires_at", nullable=False),
    CheckConstraint("received between 0 and length", name="uploads_never_longer_than_announced"),
    Index("uploads_of_uploader", "tenant", "uploader", postgresql_where=text("status = 'receiving'")),
)

upload_parts = Table(
    "upload_parts",
    metadata,
    tables.tenant_column(),
    Column("upload_id", Uuid, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("object_key", String, nullable=False),
)

thumbnails = Table(
    "thumbnails",
    metadata,
    tables.tenant_column(),
    Column("file_id", Uuid, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("pages", Integer, nullable=False, server_default="1"),
    _of_file(),
)

piece_dates = Table(
    "piece_dates",
    metadata,
    tables.tenant_column(),
    Column("piece_id", Uuid, primary_key=True),
    Column("owner", Uuid, nullable=False),
    Column("valid_until", Date),
    Column("reminded_at_days", Integer),
    _moment("trashed_at"),
)
"""What runs in nobody's name may know of a piece: whose it is, and when something is to be done. Not what it is."""

UPLOAD_TABLES = (uploads, upload_parts)
legal_holds = Table(
    "legal_holds",
    metadata,
    tables.tenant_column(),
    Column("bundle_id", Uuid, primary_key=True),
    Column("reason", String, nullable=False),
    Column("placed_by", Uuid, nullable=False),
    _moment("placed_at", nullable=False),
)

retention_rules = Table(
    "retention_rules",
    metadata,
    tables.tenant_column(),
    Column("issuer", String, primary_key=True),
    Column("days", Integer, nullable=False),
    Column("reference", String, nullable=False),
    CheckConstraint("days between 1 and 36500", name="retention_rules_from_a_day_to_a_century"),
)

reading_grants = Table(
    "reading_grants",
    metadata,
    *tables.aggregate_columns(),
    Column("bundle_id", Uuid, nullable=False),
    Column("reader", Uuid, nullable=False),
    Column("purpose", String, nullable=False),
    _moment("granted_at", nullable=False),
    _moment("expires_at", nullable=False),
    Column("reads", Integer, nullable=False, server_default="0"),
    _moment("last_read_at"),
    _moment("ended_at"),
    Column("ended", String),
    Index("reading_grants_of_bundle", "tenant", "bundle_id", "reader"),
)

integrity_checks = Table(
    "integrity_checks",
    metadata,
    Column("tenant", Uuid, primary_key=True),
    _moment("due_at", nullable=False),
    _moment("ended_at"),
    Column("checked", Integer, nullable=False, server_default="0"),
    Column("altered", Integer, nullable=False, server_default="0"),
    Column("missing", Integer, nullable=False, server_default="0"),
    Column("orphans", Integer, nullable=False, server_default="0"),
)
"""A queue of the worker, like the scans: what was counted the last time, and when it is to be counted again."""

VIEW_TABLES = (thumbnails,)
RETENTION_TABLES = (legal_holds, retention_rules)
DATE_TABLES = (piece_dates,)
TENANT_TABLES = (tenant_keys, files, safes, pieces, safe_files, bundles, bundle_files)
OWNED = {"safes": "id", "pieces": "owner", "safe_files": "owner"}
"""Tables of the safe, and the column that names who alone may see a row."""

# Queues of the worker, which serves every tenant: outside row-level security, and holding nothing but ids.
scans = Table(
    "scans",
    metadata,
    Column("file_id", Uuid, primary_key=True),
    Column("tenant", Uuid, nullable=False, server_default=tables.TENANT),
    _moment("due_at", nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Index("scans_due", "due_at"),
)

object_deletions = Table(
    "object_deletions",
    metadata,
    Column("object_key", String, primary_key=True),
    Column("tenant", Uuid, nullable=False, server_default=tables.TENANT),
    _moment("due_at", nullable=False),
    Index("object_deletions_due", "due_at"),
)

QUEUES = (scans, object_deletions)
