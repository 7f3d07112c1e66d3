-- upgrade

create table suppressions (
            tenant uuid not null default current_setting('app.tenant')::uuid,
            id uuid not null,
            version integer not null default 1,
            trace varchar not null,
            account_id uuid,
            message_id uuid,
            strikes smallint not null,
            last_strike_at timestamptz,
            reason varchar,
            status varchar not null,
            since timestamptz,
            until timestamptz,
            restored_at timestamptz,
            restored_by uuid,
            primary key (tenant, id)
        );

create index suppressions_newest on suppressions (tenant, since, id) where until is not null;

create index suppressions_account on suppressions (tenant, account_id) where account_id is not null;

alter table suppressions enable row level security;

alter table suppressions force row level security;

create policy tenant on suppressions using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on suppressions to notifier_app;

alter table issue_recipients add column address_trace varchar;

-- downgrade

alter table issue_recipients drop column address_trace;

DROP TABLE suppressions;
