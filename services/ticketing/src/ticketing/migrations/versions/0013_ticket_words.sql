-- upgrade

create table ticket_words (
  tenant uuid not null default current_setting('app.tenant')::uuid,
  ticket_id uuid not null,
  words tsvector not null,
  primary key (tenant, ticket_id),
  foreign key (tenant, ticket_id) references tickets (tenant, id)
);

-- One of the words says whose the ticket is, and whether it is over: the index begins with it.
create function place_of(tenant uuid, status text) returns text language sql immutable parallel safe
as $$
  select tenant::text || case when status in ('new', 'open', 'waiting_customer', 'waiting_third_party') then '/open' else '/over' end
$$;

insert into ticket_words (tenant, ticket_id, words)
select said.tenant, said.ticket_id, array_to_tsvector(array_agg(distinct one.lexeme))
from (
  select tenant, id as ticket_id, words || array_to_tsvector(array[place_of(tenant, status)]) as words from tickets
  union all
  select tenant, ticket_id, words from messages
  union all
  select tenant, ticket_id, words from interventions
) said, unnest(said.words) as one(lexeme, positions, weights)
group by said.tenant, said.ticket_id;

-- A short list of what is not sorted in yet: each search reads the whole of it.
create index ticket_words_words on ticket_words using gin (words) with (gin_pending_list_limit = 256);

alter table ticket_words enable row level security;

alter table ticket_words force row level security;

create policy tenant on ticket_words using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

create policy keeping on ticket_words to ticketing_owner using (true) with check (true);

grant select on ticket_words to ticketing_app;

create function begin_ticket_words() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  insert into ticket_words (tenant, ticket_id, words)
  values (new.tenant, new.id, strip(new.words) || array_to_tsvector(array[place_of(new.tenant, new.status)]));
  return null;
end
$$;

create function move_ticket_words() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  update ticket_words
  set words = ts_delete(words, place_of(old.tenant, old.status)) || array_to_tsvector(array[place_of(new.tenant, new.status)])
  where tenant = new.tenant and ticket_id = new.id;
  return null;
end
$$;

-- Once per statement. A ticket that says more than a word list can hold is found by what was said in it before.
create function add_ticket_words() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  update ticket_words kept set words = kept.words || more.words
  from (
    select said.tenant, said.ticket_id, array_to_tsvector(array_agg(distinct one.lexeme)) as words
    from said, unnest(said.words) as one(lexeme, positions, weights)
    group by said.tenant, said.ticket_id
  ) more
  where kept.tenant = more.tenant and kept.ticket_id = more.ticket_id;
  return null;
exception when program_limit_exceeded then
  return null;
end
$$;

create trigger begin_words after insert on tickets for each row execute function begin_ticket_words();

create trigger move_words after update of status on tickets for each row
when (place_of(old.tenant, old.status) is distinct from place_of(new.tenant, new.status)) execute function move_ticket_words();

create trigger add_words after insert on messages referencing new table as said for each statement execute function add_ticket_words();

create trigger add_words after insert on interventions referencing new table as said for each statement execute function add_ticket_words();

-- Places in a text mean nothing in a row of many: what was to follow has to be there.
create function words_anywhere(typed text) returns tsquery language sql immutable parallel safe
as $$
  select regexp_replace(words_asked(typed)::text, '<(-|\d+)>', '&', 'g')::tsquery
$$;

drop function tickets_saying(text);

-- `@@` is not leakproof: under row-level security it cannot use an index. This function sees all rows and names the
-- tenant itself. Whoever gets as many as they asked for knows that there are more.
create function tickets_saying(typed text, status text, most integer) returns setof uuid
language sql stable security definer rows 200 set search_path = pg_catalog, public, pg_temp
as $$
  with asked as (
    select words && quote_literal(place_of(current_setting('app.tenant')::uuid, status))::tsquery as query
    from words_anywhere(typed) words where numnode(words) > 0
  )
  select w.ticket_id from ticket_words w, asked where w.words @@ asked.query limit most
$$;

revoke all on function tickets_saying(text, text, integer) from public;

grant execute on function tickets_saying(text, text, integer) to ticketing_app;

-- downgrade

drop function tickets_saying(text, text, integer);

drop function words_anywhere(text);

drop trigger add_words on interventions;

drop trigger add_words on messages;

drop trigger move_words on tickets;

drop trigger begin_words on tickets;

drop function add_ticket_words();

drop function move_ticket_words();

drop function begin_ticket_words();

drop table ticket_words;

drop function place_of(uuid, text);

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
$$;

revoke all on function tickets_saying(text) from public;

grant execute on function tickets_saying(text) to ticketing_app;
