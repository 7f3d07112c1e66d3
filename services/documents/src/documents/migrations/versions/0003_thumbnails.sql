-- upgrade

CREATE TABLE thumbnails (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    file_id UUID NOT NULL,
    sealed BYTEA NOT NULL,
    pages INTEGER DEFAULT '1' NOT NULL,
    PRIMARY KEY (tenant, file_id),
    FOREIGN KEY(tenant, file_id) REFERENCES files (tenant, id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);

alter table thumbnails enable row level security;

alter table thumbnails force row level security;

create policy tenant on thumbnails using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on thumbnails to documents_app;

-- downgrade

DROP TABLE thumbnails;
