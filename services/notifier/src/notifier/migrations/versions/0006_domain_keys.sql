-- upgrade

create table domain_keys (
            tenant uuid not null default current_setting('app.tenant')::uuid,
            id uuid not null,
            version integer not null default 1,
            domain varchar not null,
            selector varchar not null,
            public varchar not null,
            sealed varchar not null,
            stage varchar not null,
            created_at timestamptz not null,
            active_at timestamptz,
            retired_at timestamptz,
            primary key (tenant, id),
            constraint domain_keys_selector unique (tenant, domain, selector)
        );

create unique index domain_keys_one on domain_keys (tenant, domain, stage) where stage <> 'retired';

alter table domain_keys enable row level security;

alter table domain_keys force row level security;

create policy tenant on domain_keys using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on domain_keys to notifier_app;

-- downgrade

DROP TABLE domain_keys;
