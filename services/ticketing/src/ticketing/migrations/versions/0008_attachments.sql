-- upgrade

create table reservations (tenant uuid not null default current_setting('app.tenant')::uuid, id uuid not null, account uuid not null, at timestamptz not null, primary key (tenant, id));

alter table reservations enable row level security;

alter table reservations force row level security;

create policy tenant on reservations using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, delete on reservations to ticketing_app;

create table attachments (tenant uuid not null default current_setting('app.tenant')::uuid, id uuid not null, ticket_id uuid not null, message_id uuid, added_by uuid not null, name varchar not null, size bigint not null, media_type varchar not null, sha256 varchar(64) not null, added_at timestamptz not null, primary key (tenant, id), foreign key (tenant, ticket_id) references tickets (tenant, id), foreign key (tenant, message_id) references messages (tenant, id));

alter table attachments enable row level security;

alter table attachments force row level security;

create policy tenant on attachments using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert on attachments to ticketing_app;

create table file_verdicts (tenant uuid not null default current_setting('app.tenant')::uuid, file_id uuid not null, status varchar not null, at timestamptz not null, primary key (tenant, file_id));

alter table file_verdicts enable row level security;

alter table file_verdicts force row level security;

create policy tenant on file_verdicts using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update on file_verdicts to ticketing_app;

create index attachments_ticket on attachments (tenant, ticket_id, id);

-- downgrade

DROP TABLE file_verdicts;

DROP TABLE attachments;

DROP TABLE reservations;
