-- upgrade

CREATE TABLE household_members (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    account_id UUID NOT NULL,
    relation VARCHAR NOT NULL,
    civility VARCHAR DEFAULT '' NOT NULL,
    family_name VARCHAR NOT NULL,
    used_name VARCHAR DEFAULT '' NOT NULL,
    given_names VARCHAR NOT NULL,
    birth_date DATE,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY(tenant, account_id) REFERENCES accounts (tenant, id) ON DELETE CASCADE
);

CREATE INDEX household_members_account ON household_members (tenant, account_id);

alter table household_members enable row level security;

alter table household_members force row level security;

create policy tenant on household_members using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on household_members to identity_app;

CREATE TABLE activation_keys (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    batch_id UUID NOT NULL,
    reference VARCHAR NOT NULL,
    key_hash BYTEA NOT NULL,
    family JSONB,
    issued_at TIMESTAMP WITH TIME ZONE NOT NULL,
    issued_by VARCHAR NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    used_at TIMESTAMP WITH TIME ZONE,
    withdrawn_at TIMESTAMP WITH TIME ZONE,
    account_id UUID,
    PRIMARY KEY (tenant, id)
);

CREATE UNIQUE INDEX activation_keys_hash ON activation_keys (tenant, key_hash);

CREATE INDEX activation_keys_account ON activation_keys (tenant, account_id);

CREATE INDEX activation_keys_batch ON activation_keys (tenant, batch_id);

CREATE INDEX activation_keys_expiry ON activation_keys (tenant, expires_at) WHERE family is not null;

alter table activation_keys enable row level security;

alter table activation_keys force row level security;

create policy tenant on activation_keys using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on activation_keys to identity_app;

-- downgrade

DROP TABLE activation_keys;

DROP TABLE household_members;
