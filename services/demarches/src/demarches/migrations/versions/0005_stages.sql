-- upgrade

alter table dossiers add column if not exists stage varchar, add column if not exists stage_change uuid;

CREATE TABLE stage_changes (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    dossier_id UUID NOT NULL,
    stage VARCHAR NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by UUID,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY(tenant, dossier_id) REFERENCES dossiers (tenant, id) ON DELETE CASCADE
);

CREATE INDEX stage_changes_dossier ON stage_changes (tenant, dossier_id, id);

alter table stage_changes enable row level security;

alter table stage_changes force row level security;

create policy tenant on stage_changes using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on stage_changes to demarches_app;

-- downgrade

DROP TABLE stage_changes;

alter table dossiers drop column stage, drop column stage_change;
