-- upgrade

CREATE TABLE federated_identities (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    account_id UUID NOT NULL,
    provider VARCHAR NOT NULL,
    key BYTEA NOT NULL,
    linked_at TIMESTAMP WITH TIME ZONE NOT NULL,
    last_used_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY(tenant, account_id) REFERENCES accounts (tenant, id) ON DELETE CASCADE
);

CREATE UNIQUE INDEX federated_identities_account ON federated_identities (tenant, account_id, provider);

CREATE UNIQUE INDEX federated_identities_key ON federated_identities (tenant, provider, key);

alter table federated_identities enable row level security;

alter table federated_identities force row level security;

create policy tenant on federated_identities using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on federated_identities to identity_app;

-- downgrade

DROP TABLE federated_identities;
