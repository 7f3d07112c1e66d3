-- upgrade

CREATE TABLE taken_in_hand (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    demarche_id UUID NOT NULL,
    since TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (tenant, demarche_id),
    FOREIGN KEY(tenant, demarche_id) REFERENCES demarches (tenant, id) ON DELETE CASCADE
);

alter table taken_in_hand enable row level security;

alter table taken_in_hand force row level security;

create policy tenant on taken_in_hand using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on taken_in_hand to demarches_app;

-- downgrade

DROP TABLE taken_in_hand;
