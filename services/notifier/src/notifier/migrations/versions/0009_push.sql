-- upgrade

CREATE TABLE push_devices (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    account_id UUID NOT NULL,
    trace VARCHAR NOT NULL,
    sealed VARCHAR NOT NULL,
    label VARCHAR NOT NULL,
    locale VARCHAR NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    told_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (tenant, id),
    CONSTRAINT push_devices_once UNIQUE (tenant, trace)
);

CREATE INDEX push_devices_account ON push_devices (tenant, account_id);

alter table push_devices enable row level security;

alter table push_devices force row level security;

create policy tenant on push_devices using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on push_devices to notifier_app;

CREATE TABLE pushes (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    device_id UUID NOT NULL,
    notification_id UUID,
    status VARCHAR NOT NULL,
    tries SMALLINT NOT NULL,
    reason VARCHAR NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE,
    ended_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (tenant, id)
);

CREATE INDEX pushes_notification ON pushes (tenant, notification_id);

CREATE INDEX pushes_device ON pushes (tenant, device_id);

CREATE INDEX pushes_oldest ON pushes (tenant, created_at);

alter table pushes enable row level security;

alter table pushes force row level security;

create policy tenant on pushes using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on pushes to notifier_app;

-- downgrade

DROP TABLE pushes;

DROP TABLE push_devices;
