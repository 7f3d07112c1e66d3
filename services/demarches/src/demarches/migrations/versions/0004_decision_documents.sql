-- upgrade

CREATE TABLE decision_documents (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    dossier_id UUID NOT NULL,
    number VARCHAR NOT NULL,
    code VARCHAR(23) NOT NULL,
    facts JSONB NOT NULL,
    issued_at TIMESTAMP WITH TIME ZONE NOT NULL,
    sheet BYTEA,
    sha256 VARCHAR(64),
    seal TEXT,
    key JSONB,
    PRIMARY KEY (tenant, id),
    CONSTRAINT a_sheet_is_sealed CHECK ((sheet is null) = (seal is null)),
    FOREIGN KEY(tenant, dossier_id) REFERENCES dossiers (tenant, id) ON DELETE CASCADE
);

CREATE UNIQUE INDEX decision_documents_dossier ON decision_documents (tenant, dossier_id);

CREATE UNIQUE INDEX decision_documents_code ON decision_documents (tenant, code);

alter table decision_documents enable row level security;

alter table decision_documents force row level security;

create policy tenant on decision_documents using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on decision_documents to demarches_app;

-- downgrade

DROP TABLE decision_documents;
