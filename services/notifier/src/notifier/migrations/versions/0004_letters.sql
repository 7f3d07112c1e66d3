-- upgrade

CREATE TABLE themes (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    parent_id UUID,
    label VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (tenant, id)
);

alter table themes enable row level security;

alter table themes force row level security;

create policy tenant on themes using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on themes to notifier_app;

CREATE TABLE subscribers (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    kind VARCHAR NOT NULL,
    account_id UUID,
    email VARCHAR,
    letter BOOLEAN NOT NULL,
    themes UUID[] NOT NULL,
    locale VARCHAR NOT NULL,
    asked JSONB,
    asked_at TIMESTAMP WITH TIME ZONE,
    confirmed_at TIMESTAMP WITH TIME ZONE,
    left_at TIMESTAMP WITH TIME ZONE,
    left_issue UUID,
    PRIMARY KEY (tenant, id),
    CONSTRAINT subscribers_account UNIQUE (tenant, account_id),
    CONSTRAINT subscribers_email UNIQUE (tenant, email)
);

CREATE INDEX subscribers_themes ON subscribers USING gin (themes);

alter table subscribers enable row level security;

alter table subscribers force row level security;

create policy tenant on subscribers using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on subscribers to notifier_app;

CREATE TABLE issues (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    status VARCHAR NOT NULL,
    words JSONB NOT NULL,
    scheduled_at TIMESTAMP WITH TIME ZONE,
    frozen_at TIMESTAMP WITH TIME ZONE,
    ended_at TIMESTAMP WITH TIME ZONE,
    audience INTEGER NOT NULL,
    written_at TIMESTAMP WITH TIME ZONE NOT NULL,
    written_by UUID,
    PRIMARY KEY (tenant, id)
);

CREATE INDEX issues_newest ON issues (tenant, written_at, id);

alter table issues enable row level security;

alter table issues force row level security;

create policy tenant on issues using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on issues to notifier_app;

CREATE TABLE issue_recipients (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    issue_id UUID NOT NULL,
    subscriber_id UUID,
    account_id UUID,
    is_test BOOLEAN DEFAULT false NOT NULL,
    standing VARCHAR DEFAULT 'pending' NOT NULL,
    reason VARCHAR DEFAULT '' NOT NULL,
    attempts SMALLINT DEFAULT 0 NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE,
    ended_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (tenant, id),
    CONSTRAINT issue_recipients_once UNIQUE (tenant, issue_id, subscriber_id)
);

CREATE INDEX issue_recipients_standing ON issue_recipients (tenant, issue_id, standing);

alter table issue_recipients enable row level security;

alter table issue_recipients force row level security;

create policy tenant on issue_recipients using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on issue_recipients to notifier_app;

-- downgrade

DROP TABLE issue_recipients;

DROP TABLE issues;

DROP TABLE subscribers;

DROP TABLE themes;
