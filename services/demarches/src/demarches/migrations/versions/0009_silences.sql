-- upgrade

CREATE TABLE silences (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    dossier_id UUID NOT NULL,
    silence VARCHAR NOT NULL,
    due_on DATE NOT NULL,
    effect_on DATE NOT NULL,
    articles JSONB NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
    reasons_asked_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (tenant, dossier_id),
    FOREIGN KEY(tenant, dossier_id) REFERENCES dossiers (tenant, id) ON DELETE CASCADE
);

alter table silences enable row level security;

alter table silences force row level security;

create policy tenant on silences using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on silences to demarches_app;

-- downgrade

DROP TABLE silences;
