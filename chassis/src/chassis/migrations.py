"""What a service's migrations say with one word each. Alembic runs them as the owner of the database."""

from collections.abc import Iterable
from pathlib import Path

from alembic import op
from sqlalchemy import Table
from sqlalchemy.schema import CreateIndex, CreateTable

from chassis import tables

LONGEST_WAIT = "2s"
TENANT_TABLES = ("event_sequences", "idempotency", "journal")


def run(revision: str, way: str) -> None:
    """Execute what the SQL file beside a revision says under `-- upgrade` or `-- downgrade`.

    A revision of the past is words, not today's declarations: it makes the same tables for ever. Statements end with a
    semicolon before an empty line. What is done `concurrently` is done outside the transaction: it is to begin with what
    takes back a half of itself (`drop index concurrently if exists`), because an interrupted one leaves it.
    """
    upgrade, _, downgrade = Path(revision).with_suffix(".sql").read_text().partition("-- downgrade\n")
    said = upgrade.removeprefix("-- upgrade\n") if way == "upgrade" else downgrade
    for statement in said.strip().split(";\n\n"):
        if " concurrently " in statement.lower():
            _alongside(statement)
        else:
            op.get_bind().exec_driver_sql(statement.removesuffix(";"))


def _alongside(statement: str) -> None:
    """Waits as long as it must for transactions that began before it: nobody waits for it meanwhile."""
    with op.get_context().autocommit_block():
        connection = op.get_bind()
        connection.exec_driver_sql("set lock_timeout = 0")
        connection.exec_driver_sql(statement.removesuffix(";"))
        connection.exec_driver_sql(f"set lock_timeout = '{LONGEST_WAIT}'")


def protect(service: str, table: str, *, grants: str = "select, insert, update, delete") -> None:
    """Confine the table's rows to their tenant, and open it to the service's application role.

    `(select …)` lets the planner compute the setting once per statement; a query outside a tenant fails loudly.
    """
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(
        f"create policy tenant on {table} using (tenant = (select current_setting('app.tenant')::uuid)) "
        "with check (tenant = (select current_setting('app.tenant')::uuid))"
    )
    op.execute(f"grant {grants} on {table} to {service}_app")


def create(service: str, made: Iterable[Table]) -> None:
    """Create tenant tables with their policy and grants."""
    for table in made:
        create_plain(table)
        protect(service, table.name)


def create_plain(table: Table) -> None:
    """Create a table as it is declared, with its indexes. Rights are the caller's business."""
    op.execute(CreateTable(table))
    for index in table.indexes:
        op.execute(CreateIndex(index))


def create_chassis_tables(service: str) -> None:
    """The first migration of every service begins with these.

    The application may only insert into the outbox and the journal; the relay sees the outbox, seals the journal,
    and reads which timers are due.
    """
    app, relay = f"{service}_app", f"{service}_relay"
    made = (
        tables.outbox,
        tables.event_sequences,
        tables.inbox,
        tables.idempotency,
        tables.journal,
        tables.journal_seals,
        tables.timers,
        tables.dead_letters,
    )
    for table in made:
        create_plain(table)
    op.execute(f"grant usage on schema public to {app}, {relay}")
    op.execute("create index outbox_unpublished on outbox (position) where published_at is null")
    op.execute("create index outbox_published on outbox (published_at) where published_at is not null")
    op.execute("create index timers_due on timers (due_at) where done_at is null")
    op.execute("create unique index journal_position on journal (tenant, position)")
    op.execute("create index journal_concerns on journal (tenant, concerns, position) where concerns is not null")
    op.execute("create index journal_unsealed on journal (tenant, position) where not sealed")
    op.execute("create unique index journal_seals_journal on journal_seals (tenant, journal_id)")
    op.execute(f"grant insert on outbox to {app}")
    op.execute(f"grant select, insert on inbox to {app}")
    op.execute(f"grant select, insert, update on timers to {app}")
    op.execute(f"grant select, insert, update on dead_letters to {app}")
    protect(service, "event_sequences", grants="select, insert, update")
    protect(service, "idempotency", grants="select, insert, update")
    protect(service, "journal", grants="select, insert")
    op.execute(f"grant select, update, delete on outbox to {relay}")
    op.execute(f"grant select, delete on inbox to {relay}")
    op.execute(f"grant select, delete on idempotency to {relay}")
    op.execute(f"grant select on timers, journal to {relay}")
    op.execute(f"grant select on journal_seals to {app}")
    op.execute(f"grant select, insert on journal_seals to {relay}")
    # The relay seals and sweeps every tenant's rows: it is named by policies of its own, on these two tables alone.
    op.execute(f"create policy sealing on journal to {relay} using (true)")
    op.execute(f"grant update (sealed) on journal to {relay}")
    op.execute(f"create policy sweeping on idempotency to {relay} using (true)")


def drop_chassis_tables() -> None:
    for table in (
        "dead_letters",
        "timers",
        "journal_seals",
        "journal",
        "idempotency",
        "inbox",
        "event_sequences",
        "outbox",
    ):
        op.drop_table(table)
