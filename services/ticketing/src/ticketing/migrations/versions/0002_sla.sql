-- upgrade

CREATE TABLE business_calendars (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    number INTEGER NOT NULL,
    spec JSONB NOT NULL,
    current BOOLEAN NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (tenant, id, number)
);

CREATE UNIQUE INDEX business_calendars_current ON business_calendars (tenant, id) WHERE current;

alter table business_calendars enable row level security;

alter table business_calendars force row level security;

create policy tenant on business_calendars using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on business_calendars to ticketing_app;

CREATE TABLE sla_policies (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    number INTEGER NOT NULL,
    position INTEGER NOT NULL,
    spec JSONB NOT NULL,
    current BOOLEAN NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (tenant, id, number)
);

CREATE UNIQUE INDEX sla_policies_current ON sla_policies (tenant, id) WHERE current;

alter table sla_policies enable row level security;

alter table sla_policies force row level security;

create policy tenant on sla_policies using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on sla_policies to ticketing_app;

CREATE TABLE ticket_sla (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    ticket_id UUID NOT NULL,
    policy_id UUID NOT NULL,
    policy_number INTEGER NOT NULL,
    calendar_id UUID NOT NULL,
    calendar_number INTEGER NOT NULL,
    opened_severity VARCHAR NOT NULL,
    standing JSONB NOT NULL,
    state VARCHAR NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE,
    rings_at TIMESTAMP WITH TIME ZONE,
    sooner BIGINT DEFAULT 0 NOT NULL,
    PRIMARY KEY (tenant, ticket_id),
    FOREIGN KEY(tenant, ticket_id) REFERENCES tickets (tenant, id),
    FOREIGN KEY(tenant, policy_id, policy_number) REFERENCES sla_policies (tenant, id, number),
    FOREIGN KEY(tenant, calendar_id, calendar_number) REFERENCES business_calendars (tenant, id, number)
);

CREATE INDEX ticket_sla_queue ON ticket_sla (tenant, state, sooner, ticket_id);

alter table ticket_sla enable row level security;

alter table ticket_sla force row level security;

create policy tenant on ticket_sla using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on ticket_sla to ticketing_app;

-- downgrade

DROP TABLE ticket_sla;

DROP TABLE sla_policies;

DROP TABLE business_calendars;
