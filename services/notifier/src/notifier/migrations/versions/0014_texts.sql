-- upgrade

create table texts (
            tenant uuid not null default current_setting('app.tenant')::uuid,
            id uuid not null,
            version integer not null default 1,
            account_id uuid not null,
            notification_id uuid not null,
            kind varchar not null,
            status varchar not null,
            tries smallint not null,
            segments smallint not null,
            credits integer not null,
            reason varchar not null,
            trace varchar not null,
            created_at timestamptz not null,
            due_at timestamptz,
            ended_at timestamptz,
            primary key (tenant, id)
        );

create index texts_notification on texts (tenant, notification_id);

create index texts_account on texts (tenant, account_id);

create index texts_newest on texts (tenant, created_at);

create table text_stops (
            tenant uuid not null default current_setting('app.tenant')::uuid,
            trace varchar not null,
            since timestamptz not null,
            primary key (tenant, trace)
        );

alter table texts enable row level security;

alter table texts force row level security;

create policy tenant on texts using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on texts to notifier_app;

alter table text_stops enable row level security;

alter table text_stops force row level security;

create policy tenant on text_stops using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on text_stops to notifier_app;

-- downgrade

delete from deliveries where lane = 5;

drop table text_stops;

drop table texts;
