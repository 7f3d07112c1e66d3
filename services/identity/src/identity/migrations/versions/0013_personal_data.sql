-- upgrade

CREATE TABLE personal_exports (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    account_id UUID NOT NULL,
    requested_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    parts VARCHAR[] NOT NULL,
    ready_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY(tenant, account_id) REFERENCES accounts (tenant, id) ON DELETE CASCADE
);

CREATE INDEX personal_exports_account ON personal_exports (tenant, account_id, requested_at);

alter table personal_exports enable row level security;

alter table personal_exports force row level security;

create policy tenant on personal_exports using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on personal_exports to identity_app;

CREATE TABLE erasures (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    account_id UUID NOT NULL,
    requested_at TIMESTAMP WITH TIME ZONE NOT NULL,
    email VARCHAR NOT NULL,
    locale VARCHAR NOT NULL,
    answers JSONB NOT NULL,
    completed_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (tenant, id)
);

CREATE UNIQUE INDEX erasures_account ON erasures (tenant, account_id);

alter table erasures enable row level security;

alter table erasures force row level security;

create policy tenant on erasures using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on erasures to identity_app;

-- downgrade

DROP TABLE erasures;

DROP TABLE personal_exports;
