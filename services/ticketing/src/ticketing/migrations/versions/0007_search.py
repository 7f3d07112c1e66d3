"""Search in what was said of tickets: French words without accents, kept beside each text and found by an index."""

from alembic import op

revision = "0007"
down_revision = "0006"

# The tenant is one of the words, so that the index begins with it. Immutable as long as the dictionaries are: they are
# named whole, whatever the caller's search path.
WORDS_OF = """
create function words_of(tenant uuid, said text) returns tsvector language sql immutable parallel safe
as $$
  select to_tsvector('pg_catalog.french'::regconfig, public.unaccent('public.unaccent'::regdictionary, coalesce(said, '')))
    || array_to_tsvector(array[tenant::text])
$$
"""
ANSWERS_OF = """
create function answers_of(answers jsonb) returns text language sql immutable parallel safe
as $$
  select string_agg(one #>> '{}', ' ') from jsonb_path_query(answers, 'strict $.** ? (@.type() == "string")') one
$$
"""
# Each word typed may be the beginning of one.
WORDS_ASKED = """
create function words_asked(typed text) returns tsquery language sql immutable parallel safe
as $$
  select to_tsquery('pg_catalog.french'::regconfig, string_agg(quote_literal(word) || ':*', ' & '))
  from regexp_split_to_table(
    regexp_replace(public.unaccent('public.unaccent'::regdictionary, typed), '[^[:alnum:].@/_-]+', ' ', 'g'), ' '
  ) word
  where word ~ '[[:alnum:]]'
$$
"""
# `@@` is not leakproof: under row-level security it cannot use an index. This function sees all rows and names the
# tenant itself. It stops where nobody reads any further.
TICKETS_SAYING = """
create function tickets_saying(typed text) returns setof uuid
language sql stable security definer rows 200 set search_path = pg_catalog, public, pg_temp
as $$
  with asked as (
    select words && quote_literal(current_setting('app.tenant'))::tsquery as query
    from words_asked(typed) words where numnode(words) > 0
  )
  select id from (select t.id from tickets t, asked where t.words @@ asked.query limit 10000) subjects
  union
  select ticket_id from (select m.ticket_id from messages m, asked where m.words @@ asked.query limit 10000) said
  union
  select ticket_id from (select i.ticket_id from interventions i, asked where i.words @@ asked.query limit 10000) done
$$
"""
SAID = {
    "tickets": (
        "words_of(tenant, subject || ' ' || coalesce(answers_of(answers), '') || ' ' || reference || ' ' || "
        "replace(reference, '-', ' '))"
    ),
    "messages": "words_of(tenant, body)",
    "interventions": "words_of(tenant, summary)",
}
FUNCTIONS = ("words_of(uuid, text)", "answers_of(jsonb)", "words_asked(text)")


def upgrade() -> None:
    for function in (WORDS_OF, ANSWERS_OF, WORDS_ASKED):
        op.execute(function)
    for table, said in SAID.items():
        op.execute(f"alter table {table} add column words tsvector generated always as ({said}) stored")
        op.execute(f"create index {table}_words on {table} using gin (words)")
        op.execute(f"create policy searching on {table} for select to ticketing_owner using (true)")
    op.execute(TICKETS_SAYING)
    op.execute("revoke all on function tickets_saying(text) from public")
    op.execute("grant execute on function tickets_saying(text) to ticketing_app")


def downgrade() -> None:
    op.execute("drop function tickets_saying(text)")
    for table in SAID:
        op.execute(f"drop policy searching on {table}")
        op.execute(f"alter table {table} drop column words")
    for function in reversed(FUNCTIONS):
        op.execute(f"drop function {function}")
