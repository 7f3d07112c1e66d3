-- upgrade

alter table tickets add column if not exists team_id uuid;

create index if not exists tickets_team on tickets (tenant, team_id, precedence, id);

CREATE TABLE teams (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    spec JSONB NOT NULL,
    position INTEGER DEFAULT 0 NOT NULL,
    PRIMARY KEY (tenant, id)
);

alter table teams enable row level security;

alter table teams force row level security;

create policy tenant on teams using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on teams to ticketing_app;

CREATE TABLE canned_replies (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    title VARCHAR NOT NULL,
    body TEXT NOT NULL,
    outcome VARCHAR NOT NULL,
    PRIMARY KEY (tenant, id)
);

alter table canned_replies enable row level security;

alter table canned_replies force row level security;

create policy tenant on canned_replies using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on canned_replies to ticketing_app;

CREATE TABLE agents (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    account UUID NOT NULL,
    seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (tenant, account)
);

alter table agents enable row level security;

alter table agents force row level security;

create policy tenant on agents using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on agents to ticketing_app;

CREATE TABLE drafts (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    ticket_id UUID NOT NULL,
    agent UUID NOT NULL,
    body TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (tenant, ticket_id, agent),
    FOREIGN KEY(tenant, ticket_id) REFERENCES tickets (tenant, id)
);

alter table drafts enable row level security;

alter table drafts force row level security;

create policy tenant on drafts using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on drafts to ticketing_app;

CREATE TABLE presences (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    ticket_id UUID NOT NULL,
    agent UUID NOT NULL,
    writing BOOLEAN NOT NULL,
    seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (tenant, ticket_id, agent),
    FOREIGN KEY(tenant, ticket_id) REFERENCES tickets (tenant, id)
);

alter table presences enable row level security;

alter table presences force row level security;

create policy tenant on presences using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on presences to ticketing_app;

CREATE TABLE satisfactions (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    ticket_id UUID NOT NULL,
    score INTEGER NOT NULL,
    comment TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (tenant, ticket_id),
    FOREIGN KEY(tenant, ticket_id) REFERENCES tickets (tenant, id),
    CONSTRAINT an_opinion_is_one_to_five CHECK (score between 1 and 5)
);

alter table satisfactions enable row level security;

alter table satisfactions force row level security;

create policy tenant on satisfactions using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on satisfactions to ticketing_app;

CREATE TABLE ticket_merges (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    ticket_id UUID NOT NULL,
    into_id UUID NOT NULL,
    agent UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    status_before VARCHAR NOT NULL,
    PRIMARY KEY (tenant, ticket_id),
    FOREIGN KEY(tenant, ticket_id) REFERENCES tickets (tenant, id)
);

CREATE INDEX ticket_merges_into ON ticket_merges (tenant, into_id);

alter table ticket_merges enable row level security;

alter table ticket_merges force row level security;

create policy tenant on ticket_merges using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on ticket_merges to ticketing_app;

CREATE TABLE ticket_links (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    ticket_id UUID NOT NULL,
    other_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (tenant, ticket_id, other_id),
    FOREIGN KEY(tenant, ticket_id) REFERENCES tickets (tenant, id)
);

alter table ticket_links enable row level security;

alter table ticket_links force row level security;

create policy tenant on ticket_links using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on ticket_links to ticketing_app;

CREATE TABLE saved_views (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    agent UUID NOT NULL,
    name VARCHAR NOT NULL,
    filters JSONB NOT NULL,
    PRIMARY KEY (tenant, id)
);

CREATE UNIQUE INDEX saved_views_agent ON saved_views (tenant, agent, name);

alter table saved_views enable row level security;

alter table saved_views force row level security;

create policy tenant on saved_views using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on saved_views to ticketing_app;

-- downgrade

DROP TABLE saved_views;

DROP TABLE ticket_links;

DROP TABLE ticket_merges;

DROP TABLE satisfactions;

DROP TABLE presences;

DROP TABLE drafts;

DROP TABLE agents;

DROP TABLE canned_replies;

DROP TABLE teams;

drop index if exists tickets_team;

alter table tickets drop column if exists team_id;
