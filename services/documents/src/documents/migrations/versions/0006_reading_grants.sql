-- upgrade

create table reading_grants (tenant uuid not null default current_setting('app.tenant')::uuid, id uuid not null, version integer not null default 1, bundle_id uuid not null, reader uuid not null, purpose varchar not null, granted_at timestamptz not null, expires_at timestamptz not null, reads integer not null default 0, last_read_at timestamptz, ended_at timestamptz, ended varchar, primary key (tenant, id));

create index reading_grants_of_bundle on reading_grants (tenant, bundle_id, reader);

alter table reading_grants enable row level security;

alter table reading_grants force row level security;

create policy tenant on reading_grants using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on reading_grants to documents_app;

-- downgrade

DROP TABLE reading_grants;
