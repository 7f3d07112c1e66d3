-- upgrade

CREATE TABLE mandates (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    account_id UUID NOT NULL,
    reference VARCHAR NOT NULL,
    code_hash BYTEA NOT NULL,
    representative_name VARCHAR NOT NULL,
    representative_title VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    attempts INTEGER NOT NULL,
    requested_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    letter_sent_at TIMESTAMP WITH TIME ZONE,
    reported_at TIMESTAMP WITH TIME ZONE,
    activated_at TIMESTAMP WITH TIME ZONE,
    ended_at TIMESTAMP WITH TIME ZONE,
    end_reason VARCHAR,
    PRIMARY KEY (tenant, id)
);

CREATE INDEX mandates_requested ON mandates (tenant, requested_at);

CREATE UNIQUE INDEX mandates_active ON mandates (tenant) WHERE status = 'active';

CREATE UNIQUE INDEX mandates_reference ON mandates (tenant, reference);

alter table mandates enable row level security;

alter table mandates force row level security;

create policy tenant on mandates using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on mandates to identity_app;

CREATE TABLE rights_history (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    actor VARCHAR NOT NULL,
    what VARCHAR NOT NULL,
    account_id UUID NOT NULL,
    permission VARCHAR DEFAULT '' NOT NULL,
    reason VARCHAR DEFAULT '' NOT NULL,
    PRIMARY KEY (tenant, id)
);

CREATE INDEX rights_history_at ON rights_history (tenant, at);

alter table rights_history enable row level security;

alter table rights_history force row level security;

create policy tenant on rights_history using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on rights_history to identity_app;

CREATE TABLE letters (
    mandate_id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    requested_at TIMESTAMP WITH TIME ZONE NOT NULL,
    reported_at TIMESTAMP WITH TIME ZONE,
    batch_id UUID,
    printed_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (mandate_id)
);

CREATE INDEX letters_waiting ON letters (requested_at) WHERE printed_at is null;

CREATE INDEX letters_batch ON letters (batch_id);

grant select, insert, update on letters to identity_app;

alter table permission_grants add column if not exists mandate_id uuid;

-- downgrade

alter table permission_grants drop column mandate_id;

DROP TABLE letters;

DROP TABLE rights_history;

DROP TABLE mandates;
