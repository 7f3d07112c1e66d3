-- upgrade

create table macros (
  tenant uuid not null default current_setting('app.tenant')::uuid,
  id uuid not null,
  version integer not null default 1,
  spec jsonb not null,
  position integer not null default 0,
  primary key (tenant, id)
);

create table ticket_splits (
  tenant uuid not null default current_setting('app.tenant')::uuid,
  ticket_id uuid not null,
  message_id uuid not null,
  from_id uuid not null,
  agent uuid not null,
  at timestamptz not null,
  primary key (tenant, ticket_id, message_id),
  foreign key (tenant, ticket_id) references tickets (tenant, id)
);

create index ticket_splits_from on ticket_splits (tenant, from_id);

alter table macros enable row level security;

alter table macros force row level security;

create policy tenant on macros using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on macros to ticketing_app;

alter table ticket_splits enable row level security;

alter table ticket_splits force row level security;

create policy tenant on ticket_splits using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on ticket_splits to ticketing_app;

-- downgrade

DROP TABLE ticket_splits;

DROP TABLE macros;
