-- upgrade

CREATE TABLE shared_definitions (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    shared_id UUID NOT NULL,
    number INTEGER NOT NULL,
    content JSONB NOT NULL,
    note VARCHAR DEFAULT '' NOT NULL,
    shared_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (shared_id, number)
);

alter table shared_definitions enable row level security;

alter table shared_definitions force row level security;

create policy tenant on shared_definitions using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

-- Read by all, written by whoever offers: what is offered holds no answer and no name.
create policy offered on shared_definitions for select using (true);

grant select, insert on shared_definitions to demarches_app;

CREATE TABLE copied_definitions (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    demarche_id UUID NOT NULL,
    shared_id UUID NOT NULL,
    number INTEGER NOT NULL,
    under_work INTEGER,
    PRIMARY KEY (tenant, demarche_id),
    FOREIGN KEY(tenant, demarche_id) REFERENCES demarches (tenant, id) ON DELETE CASCADE
);

CREATE INDEX copied_definitions_shared ON copied_definitions (tenant, shared_id);

alter table copied_definitions enable row level security;

alter table copied_definitions force row level security;

create policy tenant on copied_definitions using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on copied_definitions to demarches_app;

-- downgrade

DROP TABLE copied_definitions;

DROP TABLE shared_definitions;
