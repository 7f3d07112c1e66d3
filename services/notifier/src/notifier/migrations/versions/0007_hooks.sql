-- upgrade

create table hook_endpoints (
            tenant uuid not null default current_setting('app.tenant')::uuid,
            id uuid not null,
            version integer not null default 1,
            url varchar not null,
            kinds varchar[] not null,
            description varchar not null,
            sealed varchar not null,
            former varchar not null,
            former_until timestamptz,
            stage varchar not null,
            because varchar,
            failing_since timestamptz,
            created_at timestamptz not null,
            primary key (tenant, id)
        );

create table hook_deliveries (
            tenant uuid not null default current_setting('app.tenant')::uuid,
            id uuid not null,
            version integer not null default 1,
            endpoint_id uuid not null,
            event_id uuid not null,
            event_type varchar not null,
            occurred_at timestamptz not null,
            data jsonb not null,
            status varchar not null,
            calls jsonb not null,
            tries smallint not null,
            due_at timestamptz,
            created_at timestamptz not null,
            ended_at timestamptz,
            primary key (tenant, id)
        );

create index hook_deliveries_newest on hook_deliveries (tenant, endpoint_id, created_at, id);

create index hook_deliveries_oldest on hook_deliveries (tenant, created_at);

alter table hook_endpoints enable row level security;

alter table hook_endpoints force row level security;

create policy tenant on hook_endpoints using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on hook_endpoints to notifier_app;

alter table hook_deliveries enable row level security;

alter table hook_deliveries force row level security;

create policy tenant on hook_deliveries using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on hook_deliveries to notifier_app;

-- downgrade

DROP TABLE hook_deliveries;

DROP TABLE hook_endpoints;
