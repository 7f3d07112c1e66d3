-- upgrade

CREATE TABLE abandonments (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    demarche_id UUID NOT NULL,
    step VARCHAR NOT NULL,
    month DATE NOT NULL,
    drafts INTEGER NOT NULL,
    PRIMARY KEY (tenant, demarche_id, step, month)
);

alter table abandonments enable row level security;

alter table abandonments force row level security;

create policy tenant on abandonments using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on abandonments to demarches_app;

CREATE TABLE satisfactions (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    dossier_id UUID NOT NULL,
    demarche_id UUID NOT NULL,
    score SMALLINT NOT NULL,
    comment TEXT DEFAULT '' NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (tenant, dossier_id),
    CONSTRAINT one_to_five CHECK (score between 1 and 5),
    FOREIGN KEY(tenant, dossier_id) REFERENCES dossiers (tenant, id) ON DELETE CASCADE
);

CREATE INDEX satisfactions_demarche ON satisfactions (tenant, demarche_id, at);

alter table satisfactions enable row level security;

alter table satisfactions force row level security;

create policy tenant on satisfactions using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on satisfactions to demarches_app;

CREATE TABLE published_figures (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    published BOOLEAN DEFAULT false NOT NULL,
    since TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (tenant)
);

alter table published_figures enable row level security;

alter table published_figures force row level security;

create policy tenant on published_figures using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on published_figures to demarches_app;

create index dossiers_measured on dossiers (tenant, submitted_at) include (demarche_id, status, decided_at, due_on) where submitted_at is not null;

-- downgrade

drop index dossiers_measured;

DROP TABLE published_figures;

DROP TABLE satisfactions;

DROP TABLE abandonments;
