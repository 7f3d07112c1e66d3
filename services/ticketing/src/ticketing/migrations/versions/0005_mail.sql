-- upgrade

alter table messages add column if not exists channel varchar not null default 'portal';

alter table messages add column if not exists quoted text not null default '';

CREATE TABLE guests (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    ticket_id UUID NOT NULL,
    name VARCHAR NOT NULL,
    email VARCHAR NOT NULL,
    phone VARCHAR NOT NULL,
    organisation VARCHAR NOT NULL,
    checked BOOLEAN NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY(tenant, ticket_id) REFERENCES tickets (tenant, id)
);

CREATE UNIQUE INDEX guests_ticket ON guests (tenant, ticket_id);

CREATE INDEX guests_at ON guests (tenant, at);

alter table guests enable row level security;

alter table guests force row level security;

create policy tenant on guests using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on guests to ticketing_app;

CREATE TABLE used_challenges (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    challenge VARCHAR NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (tenant, challenge)
);

alter table used_challenges enable row level security;

alter table used_challenges force row level security;

create policy tenant on used_challenges using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on used_challenges to ticketing_app;

CREATE TABLE inbound_mails (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    fingerprint VARCHAR NOT NULL,
    ticket_id UUID NOT NULL,
    outcome VARCHAR NOT NULL,
    detail TEXT NOT NULL,
    message_id UUID,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (tenant, fingerprint),
    FOREIGN KEY(tenant, ticket_id) REFERENCES tickets (tenant, id)
);

CREATE INDEX inbound_mails_ticket ON inbound_mails (tenant, ticket_id, at);

alter table inbound_mails enable row level security;

alter table inbound_mails force row level security;

create policy tenant on inbound_mails using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on inbound_mails to ticketing_app;

-- downgrade

DROP TABLE inbound_mails;

DROP TABLE used_challenges;

DROP TABLE guests;

alter table messages drop column if exists quoted;

alter table messages drop column if exists channel;
