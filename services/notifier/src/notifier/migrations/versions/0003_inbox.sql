-- upgrade

CREATE TABLE notices (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    account_id UUID NOT NULL,
    kind VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    link VARCHAR NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    read_at TIMESTAMP WITH TIME ZONE,
    digest_on DATE,
    PRIMARY KEY (tenant, id)
);

CREATE INDEX notices_newest ON notices (tenant, account_id, created_at, id);

CREATE INDEX notices_unread ON notices (tenant, account_id) WHERE read_at is null;

alter table notices enable row level security;

alter table notices force row level security;

create policy tenant on notices using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on notices to notifier_app;

CREATE TABLE preferences (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    chosen JSONB NOT NULL,
    PRIMARY KEY (tenant, id)
);

alter table preferences enable row level security;

alter table preferences force row level security;

create policy tenant on preferences using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on preferences to notifier_app;

CREATE TABLE digests (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    account_id UUID NOT NULL,
    day DATE NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE NOT NULL,
    planned BOOLEAN DEFAULT false NOT NULL,
    PRIMARY KEY (tenant, id)
);

alter table digests enable row level security;

alter table digests force row level security;

create policy tenant on digests using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on digests to notifier_app;

-- downgrade

DROP TABLE digests;

DROP TABLE preferences;

DROP TABLE notices;
