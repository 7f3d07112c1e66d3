-- upgrade

alter table organisations add column assistants_allowed boolean not null default true;

CREATE TABLE assistants (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    account_id UUID NOT NULL,
    name VARCHAR NOT NULL,
    secret_hash BYTEA NOT NULL,
    services VARCHAR[] NOT NULL,
    proposes BOOLEAN NOT NULL,
    acr SMALLINT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    last_used_at TIMESTAMP WITH TIME ZONE,
    revoked_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY(tenant, account_id) REFERENCES accounts (tenant, id) ON DELETE CASCADE
);

CREATE UNIQUE INDEX assistants_secret ON assistants (tenant, secret_hash);

CREATE INDEX assistants_account ON assistants (tenant, account_id);

alter table assistants enable row level security;

alter table assistants force row level security;

create policy tenant on assistants using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on assistants to identity_app;

-- downgrade

DROP TABLE assistants;

alter table organisations drop column assistants_allowed;
