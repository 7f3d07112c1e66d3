-- upgrade

alter table bundles add column if not exists closed_at timestamptz;

alter table bundles add column if not exists purge_at timestamptz;

alter table files add column if not exists seal varchar(32);

CREATE TABLE legal_holds (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    bundle_id UUID NOT NULL,
    reason VARCHAR NOT NULL,
    placed_by UUID NOT NULL,
    placed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (tenant, bundle_id)
);

alter table legal_holds enable row level security;

alter table legal_holds force row level security;

create policy tenant on legal_holds using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on legal_holds to documents_app;

CREATE TABLE retention_rules (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    issuer VARCHAR NOT NULL,
    days INTEGER NOT NULL,
    reference VARCHAR NOT NULL,
    PRIMARY KEY (tenant, issuer),
    CONSTRAINT retention_rules_from_a_day_to_a_century CHECK (days between 1 and 36500)
);

alter table retention_rules enable row level security;

alter table retention_rules force row level security;

create policy tenant on retention_rules using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on retention_rules to documents_app;

CREATE TABLE integrity_checks (
    tenant UUID NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE,
    checked INTEGER DEFAULT '0' NOT NULL,
    altered INTEGER DEFAULT '0' NOT NULL,
    missing INTEGER DEFAULT '0' NOT NULL,
    orphans INTEGER DEFAULT '0' NOT NULL,
    PRIMARY KEY (tenant)
);

grant select, insert, update, delete on integrity_checks to documents_app;

alter table tenant_keys no force row level security;

insert into integrity_checks (tenant, due_at) select tenant, now() from tenant_keys;

alter table tenant_keys force row level security;

-- downgrade

DROP TABLE legal_holds;

DROP TABLE retention_rules;

DROP TABLE integrity_checks;

alter table bundles drop column if exists closed_at;

alter table bundles drop column if exists purge_at;

alter table files drop column if exists seal;
