-- upgrade

alter table organisations add column if not exists logo varchar not null default '';

alter table organisations add column if not exists banner varchar not null default '';

CREATE TABLE guichet_pictures (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    kind VARCHAR NOT NULL,
    content BYTEA NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (tenant, kind)
);

alter table guichet_pictures enable row level security;

alter table guichet_pictures force row level security;

create policy tenant on guichet_pictures using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on guichet_pictures to identity_app;

-- downgrade

DROP TABLE guichet_pictures;

alter table organisations drop column logo;

alter table organisations drop column banner;
