-- upgrade

CREATE TABLE second_factors (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    account_id UUID NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    confirmed_at TIMESTAMP WITH TIME ZONE,
    last_step BIGINT NOT NULL,
    recovery VARCHAR[] NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY(tenant, account_id) REFERENCES accounts (tenant, id) ON DELETE CASCADE
);

CREATE UNIQUE INDEX second_factors_account ON second_factors (tenant, account_id);

alter table second_factors enable row level security;

alter table second_factors force row level security;

create policy tenant on second_factors using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on second_factors to identity_app;

-- downgrade

DROP TABLE second_factors;
