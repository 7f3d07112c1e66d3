-- upgrade

create table postal_letters (
            tenant uuid not null default current_setting('app.tenant')::uuid,
            id uuid not null,
            version integer not null default 1,
            notification_id uuid not null,
            account_id uuid not null,
            kind varchar not null,
            because varchar not null,
            status varchar not null,
            batch_id uuid,
            created_at timestamptz not null,
            ended_at timestamptz,
            primary key (tenant, id),
            constraint postal_letters_once unique (tenant, notification_id)
        );

create index postal_letters_status on postal_letters (tenant, status, created_at, id);

create index postal_letters_batch on postal_letters (tenant, batch_id);

create index postal_letters_account on postal_letters (tenant, account_id);

create table post_batches (
            tenant uuid not null default current_setting('app.tenant')::uuid,
            id uuid not null,
            version integer not null default 1,
            created_at timestamptz not null,
            created_by uuid,
            printed_at timestamptz,
            posted_at timestamptz,
            primary key (tenant, id)
        );

create index post_batches_newest on post_batches (tenant, created_at, id);

create table post_offices (
            tenant uuid not null default current_setting('app.tenant')::uuid,
            id uuid not null,
            version integer not null default 1,
            offered boolean not null,
            primary key (tenant, id)
        );

alter table postal_letters enable row level security;

alter table postal_letters force row level security;

create policy tenant on postal_letters using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on postal_letters to notifier_app;

alter table post_batches enable row level security;

alter table post_batches force row level security;

create policy tenant on post_batches using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on post_batches to notifier_app;

alter table post_offices enable row level security;

alter table post_offices force row level security;

create policy tenant on post_offices using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on post_offices to notifier_app;

-- downgrade

drop table post_offices;

drop table post_batches;

drop table postal_letters;
