"""The desk: agents and their departments, absences, rules, kept views, words to search by, opinions."""

from alembic import op

from chassis import migrations
from demarches.storage import tables

revision = "0002_desk"
down_revision = "0001"

SERVICE = "demarches"


def upgrade() -> None:
    # 0001 makes the tables as they are declared today, so on a new database the column is there already.
    op.execute("alter table dossiers add column if not exists department_id uuid")
    migrations.create(SERVICE, tables.DESK)
    op.execute("create index dossiers_department on dossiers (tenant, department_id, submitted_at, id)")
    op.execute(
        "create index dossiers_open on dossiers (tenant, due_on, id) include (status, examiner, department_id) "
        "where status in ('submitted', 'incomplete', 'under_examination')"
    )
    op.execute(
        "create index dossiers_examiner on dossiers (tenant, examiner, submitted_at, id) where examiner is not null"
    )
    fill_in()


def fill_in() -> None:
    """Dossiers that were there before get their department, and the words of what is always known of them.

    The owner is confined like everybody: for all tenants at once, that is lifted inside this transaction.
    """
    for table in ("dossiers", "definitions", "dossier_words"):
        op.execute(f"alter table {table} no force row level security")
    op.execute(
        "update dossiers d set department_id = (n.content->>'department_id')::uuid from definitions n "
        "where n.tenant = d.tenant and n.demarche_id = d.demarche_id and n.number = d.definition "
        "and d.status <> 'draft'"
    )
    op.execute(
        "insert into dossier_words (tenant, word, dossier_id) select distinct d.tenant, left(w, 40), d.id "
        "from dossiers d, regexp_split_to_table(lower(unaccent(concat_ws(' ', d.reference, d.contact_name, "
        "d.contact_email))), '[^a-z0-9]+') w where d.status <> 'draft' and w <> ''"
    )
    for table in ("dossiers", "definitions", "dossier_words"):
        op.execute(f"alter table {table} force row level security")


def downgrade() -> None:
    for name in ("dossiers_examiner", "dossiers_open", "dossiers_department"):
        op.execute(f"drop index {name}")
    for table in reversed(tables.DESK):
        op.drop_table(table.name)
    op.execute("alter table dossiers drop column department_id")
