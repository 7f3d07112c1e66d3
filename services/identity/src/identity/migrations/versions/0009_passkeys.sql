-- upgrade

CREATE TABLE passkeys (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    account_id UUID NOT NULL,
    entrance VARCHAR NOT NULL,
    host VARCHAR NOT NULL,
    credential_id BYTEA NOT NULL,
    public_key BYTEA NOT NULL,
    sign_count BIGINT NOT NULL,
    name VARCHAR NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    last_used_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY(tenant, account_id) REFERENCES accounts (tenant, id) ON DELETE CASCADE
);

CREATE INDEX passkeys_account ON passkeys (tenant, account_id);

CREATE UNIQUE INDEX passkeys_credential ON passkeys (tenant, credential_id);

alter table passkeys enable row level security;

alter table passkeys force row level security;

create policy tenant on passkeys using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on passkeys to identity_app;

-- downgrade

DROP TABLE passkeys;
