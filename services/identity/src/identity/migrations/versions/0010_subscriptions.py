"""Subscriptions, templates and drafts of guichets."""

from alembic import op

revision = "0010"
down_revision = "0009"

COLUMNS = {
    "search": "varchar not null default ''",
    "draft": "jsonb",
    "template": "varchar not null default ''",
    "plan": "varchar not null default 'complete'",
    "declined": "varchar[] not null default '{}'",
    "wished_plan": "varchar not null default ''",
}


def upgrade() -> None:
    for name, kind in COLUMNS.items():
        op.execute(f"alter table organisations add column if not exists {name} {kind}")
    # Near enough to what the service writes: each name's next change makes it exact.
    plain = "trim(regexp_replace(lower(unaccent(name)), '[^a-z0-9]+', ' ', 'g'))"
    op.execute(f"update organisations set search = {plain} where search = ''")  # noqa: S608 - a constant
    op.execute("create index if not exists organisations_search on organisations using gin (search gin_trgm_ops)")
    op.execute("create index if not exists organisations_name on organisations (name, id)")
    op.execute("create index if not exists organisations_wishes on organisations (name, id) where wished_plan <> ''")


def downgrade() -> None:
    for index in ("organisations_wishes", "organisations_name", "organisations_search"):
        op.execute(f"drop index {index}")
    for name in COLUMNS:
        op.execute(f"alter table organisations drop column {name}")
