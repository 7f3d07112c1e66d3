-- upgrade

CREATE TABLE draft_versions (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    demarche_id UUID NOT NULL,
    version INTEGER NOT NULL,
    content JSONB NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_by UUID NOT NULL,
    PRIMARY KEY (tenant, demarche_id, version),
    FOREIGN KEY(tenant, demarche_id) REFERENCES definition_drafts (tenant, demarche_id) ON DELETE CASCADE
);

alter table draft_versions enable row level security;

alter table draft_versions force row level security;

create policy tenant on draft_versions using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on draft_versions to demarches_app;

-- downgrade

DROP TABLE draft_versions;
