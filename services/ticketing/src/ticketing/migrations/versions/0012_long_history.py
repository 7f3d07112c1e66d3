"""The open queue and the archives in their order, however many tickets there are: neither is sorted to show its first page."""

from alembic import op

revision = "0012"
down_revision = "0011"

# The words of `ticketing.queries.queue`: PostgreSQL uses these indexes where a query says exactly the same.
OPEN = "status in ('new', 'open', 'waiting_customer', 'waiting_third_party')"
OVER = "status in ('cancelled', 'closed', 'merged', 'resolved', 'spam')"


def upgrade() -> None:
    op.execute(f"create index tickets_open on tickets (tenant, precedence, id) where {OPEN}")
    op.execute(f"create index tickets_over on tickets (tenant, changed_at, id) where {OVER}")


def downgrade() -> None:
    op.execute("drop index tickets_over")
    op.execute("drop index tickets_open")
