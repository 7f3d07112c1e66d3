"""Organisations, accounts, links, sessions, permissions, throttles."""

from alembic import op

from chassis import migrations
from identity.storage import tables

revision = "0001"
down_revision = None

# The one look across organisations: how an account that a ticket or a dossier names may be reached. A customer's
# member is another tenant's, so row-level security alone would hide them. It answers by id, never lists.
CONTACTS_OF = """
create function contacts_of(ids uuid[])
returns table (account_id uuid, email text, given_name text, family_name text, locale text)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select a.id, a.email::text, a.given_name::text, a.family_name::text, a.locale::text
  from public.accounts a
  where a.id = any (ids)
$$
"""


def upgrade() -> None:
    migrations.create_chassis_tables("identity")
    migrations.create_plain(tables.organisations)
    op.execute("grant select, insert, update on organisations to identity_app")
    migrations.create("identity", tables.OF_TENANT)
    op.execute("create policy contacts on accounts for select to identity_owner using (true)")
    op.execute("create index accounts_ids on accounts (id)")
    op.execute(CONTACTS_OF)
    op.execute("revoke all on function contacts_of(uuid[]) from public")
    op.execute("grant execute on function contacts_of(uuid[]) to identity_app")


def downgrade() -> None:
    op.execute("drop function contacts_of(uuid[])")
    for table in reversed(tables.OF_TENANT):
        op.drop_table(table.name)
    op.drop_table("organisations")
    migrations.drop_chassis_tables()
