-- upgrade

CREATE TABLE openings (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    account_id UUID NOT NULL,
    hour TIMESTAMP WITH TIME ZONE NOT NULL,
    opened INTEGER NOT NULL,
    PRIMARY KEY (tenant, account_id, hour)
);

alter table openings enable row level security;

alter table openings force row level security;

create policy tenant on openings using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on openings to demarches_app;

-- downgrade

DROP TABLE openings;
