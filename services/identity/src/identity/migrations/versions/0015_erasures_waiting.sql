-- upgrade

create policy waiting on erasures for select to identity_owner using (true);

create index erasures_waiting on erasures (requested_at) where completed_at is null;

create function erasures_waiting(before timestamptz)
returns table (erasure_id uuid, organisation text, requested_at timestamptz, answered text[])
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select e.id, o.name::text, e.requested_at, array(select jsonb_object_keys(e.answers))
  from public.erasures e
  join public.organisations o on o.id = e.tenant
  where e.completed_at is null and e.requested_at <= before
  order by e.requested_at
  limit 200
$$;

revoke all on function erasures_waiting(timestamptz) from public;

grant execute on function erasures_waiting(timestamptz) to identity_app;

-- downgrade

drop function erasures_waiting(timestamptz);

drop index erasures_waiting;

drop policy waiting on erasures;
