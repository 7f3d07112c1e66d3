-- upgrade

create table announcements (
  tenant uuid not null default current_setting('app.tenant')::uuid,
  article_id uuid not null,
  number integer not null,
  at timestamptz not null,
  primary key (tenant, article_id)
);

create index announcements_latest on announcements (tenant, at);

alter table announcements enable row level security;

alter table announcements force row level security;

create policy tenant on announcements using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on announcements to notifier_app;

-- downgrade

drop table announcements;
