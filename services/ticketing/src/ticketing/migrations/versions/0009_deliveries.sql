-- upgrade

create table message_mails (
  tenant uuid not null default current_setting('app.tenant')::uuid,
  event_id uuid not null,
  ticket_id uuid not null,
  message_id uuid not null,
  state varchar not null,
  reason varchar not null,
  at timestamptz not null,
  primary key (tenant, event_id),
  foreign key (tenant, ticket_id) references tickets (tenant, id)
);

create index message_mails_ticket on message_mails (tenant, ticket_id);

alter table message_mails enable row level security;

alter table message_mails force row level security;

create policy tenant on message_mails using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on message_mails to ticketing_app;

-- downgrade

DROP TABLE message_mails;
