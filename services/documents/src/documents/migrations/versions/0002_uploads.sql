-- upgrade

CREATE TABLE uploads (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    uploader UUID NOT NULL,
    bundle_id UUID,
    issuer VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    length INTEGER NOT NULL,
    wrapped_key BYTEA NOT NULL,
    received INTEGER NOT NULL,
    parts INTEGER NOT NULL,
    status VARCHAR NOT NULL,
    cause VARCHAR,
    file_id UUID,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (tenant, id),
    CONSTRAINT uploads_never_longer_than_announced CHECK (received between 0 and length)
);

CREATE INDEX uploads_of_uploader ON uploads (tenant, uploader) WHERE status = 'receiving';

alter table uploads enable row level security;

alter table uploads force row level security;

create policy tenant on uploads using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on uploads to documents_app;

CREATE TABLE upload_parts (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    upload_id UUID NOT NULL,
    number INTEGER NOT NULL,
    size INTEGER NOT NULL,
    object_key VARCHAR NOT NULL,
    PRIMARY KEY (tenant, upload_id, number)
);

alter table upload_parts enable row level security;

alter table upload_parts force row level security;

create policy tenant on upload_parts using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on upload_parts to documents_app;

create index if not exists files_of_uploader on files (tenant, uploader, received_at);

-- downgrade

drop index if exists files_of_uploader;

DROP TABLE upload_parts;

DROP TABLE uploads;
