-- upgrade

CREATE TABLE definition_drafts (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    demarche_id UUID NOT NULL,
    version INTEGER NOT NULL,
    content JSONB NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_by UUID NOT NULL,
    PRIMARY KEY (tenant, demarche_id),
    FOREIGN KEY(tenant, demarche_id) REFERENCES demarches (tenant, id) ON DELETE CASCADE
);

alter table definition_drafts enable row level security;

alter table definition_drafts force row level security;

create policy tenant on definition_drafts using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on definition_drafts to demarches_app;

-- downgrade

DROP TABLE definition_drafts;
