-- upgrade

alter table tickets add column if not exists department varchar not null default '';

create index if not exists tickets_department on tickets (tenant, organisation_id, department, changed_at, id);

CREATE TABLE ticket_shares (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    ticket_id UUID NOT NULL,
    account UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (tenant, ticket_id, account),
    FOREIGN KEY(tenant, ticket_id) REFERENCES tickets (tenant, id)
);

CREATE INDEX ticket_shares_account ON ticket_shares (tenant, account, ticket_id);

alter table ticket_shares enable row level security;

alter table ticket_shares force row level security;

create policy tenant on ticket_shares using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on ticket_shares to ticketing_app;

-- downgrade

DROP TABLE ticket_shares;

drop index if exists tickets_department;

alter table tickets drop column if exists department;
