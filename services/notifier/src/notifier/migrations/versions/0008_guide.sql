-- upgrade

CREATE TABLE guide_pages (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    slug VARCHAR NOT NULL,
    title VARCHAR,
    summary VARCHAR,
    body VARCHAR,
    edition VARCHAR NOT NULL,
    hidden BOOLEAN DEFAULT false NOT NULL,
    written_at TIMESTAMP WITH TIME ZONE NOT NULL,
    written_by UUID,
    PRIMARY KEY (tenant, id),
    CONSTRAINT guide_pages_slug UNIQUE (tenant, slug)
);

alter table guide_pages enable row level security;

alter table guide_pages force row level security;

create policy tenant on guide_pages using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on guide_pages to notifier_app;

-- downgrade

DROP TABLE guide_pages;
