-- upgrade

CREATE TABLE outbox (
    id UUID NOT NULL,
    position BIGINT GENERATED ALWAYS AS IDENTITY,
    type VARCHAR NOT NULL,
    aggregate_id UUID NOT NULL,
    sequence BIGINT NOT NULL,
    tenant UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    actor VARCHAR NOT NULL,
    traceparent VARCHAR,
    data JSONB NOT NULL,
    published_at TIMESTAMP WITH TIME ZONE,
    stream_created TIMESTAMP WITH TIME ZONE,
    stream_sequence BIGINT,
    PRIMARY KEY (id)
);

CREATE TABLE event_sequences (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    aggregate_id UUID NOT NULL,
    last BIGINT NOT NULL,
    PRIMARY KEY (tenant, aggregate_id)
);

CREATE TABLE inbox (
    event_id UUID NOT NULL,
    handler VARCHAR NOT NULL,
    at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (event_id, handler)
);

CREATE TABLE idempotency (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    subject UUID NOT NULL,
    key VARCHAR(255) NOT NULL,
    fingerprint BYTEA NOT NULL,
    status INTEGER,
    body BYTEA,
    at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (tenant, subject, key)
);

CREATE TABLE journal (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    position BIGINT GENERATED ALWAYS AS IDENTITY,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    actor VARCHAR NOT NULL,
    action VARCHAR NOT NULL,
    subject UUID NOT NULL,
    concerns UUID,
    purpose VARCHAR,
    trace VARCHAR,
    sealed BOOLEAN DEFAULT false NOT NULL,
    PRIMARY KEY (tenant, id)
);

CREATE TABLE journal_seals (
    tenant UUID NOT NULL,
    number BIGINT NOT NULL,
    journal_id UUID NOT NULL,
    hash BYTEA NOT NULL,
    PRIMARY KEY (tenant, number)
);

CREATE TABLE timers (
    id UUID NOT NULL,
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    kind VARCHAR NOT NULL,
    subject UUID NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE NOT NULL,
    done_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (id)
);

CREATE TABLE dead_letters (
    event_id UUID NOT NULL,
    handler VARCHAR NOT NULL,
    tenant UUID NOT NULL,
    type VARCHAR NOT NULL,
    envelope BYTEA NOT NULL,
    cause VARCHAR NOT NULL,
    attempts INTEGER NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    status VARCHAR DEFAULT 'open' NOT NULL,
    PRIMARY KEY (event_id, handler)
);

grant usage on schema public to documents_app, documents_relay;

create index outbox_unpublished on outbox (position) where published_at is null;

create index outbox_published on outbox (published_at) where published_at is not null;

create index timers_due on timers (due_at) where done_at is null;

create unique index journal_position on journal (tenant, position);

create index journal_concerns on journal (tenant, concerns, position) where concerns is not null;

create index journal_unsealed on journal (tenant, position) where not sealed;

create unique index journal_seals_journal on journal_seals (tenant, journal_id);

grant insert on outbox to documents_app;

grant select, insert on inbox to documents_app;

grant select, insert, update on timers to documents_app;

grant select, insert, update on dead_letters to documents_app;

alter table event_sequences enable row level security;

alter table event_sequences force row level security;

create policy tenant on event_sequences using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update on event_sequences to documents_app;

alter table idempotency enable row level security;

alter table idempotency force row level security;

create policy tenant on idempotency using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update on idempotency to documents_app;

alter table journal enable row level security;

alter table journal force row level security;

create policy tenant on journal using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert on journal to documents_app;

grant select, update, delete on outbox to documents_relay;

grant select, delete on inbox to documents_relay;

grant select, delete on idempotency to documents_relay;

grant select on timers, journal to documents_relay;

grant select on journal_seals to documents_app;

grant select, insert on journal_seals to documents_relay;

create policy sealing on journal to documents_relay using (true);

grant update (sealed) on journal to documents_relay;

create policy sweeping on idempotency to documents_relay using (true);

CREATE TABLE tenant_keys (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    wrapped_key BYTEA NOT NULL,
    PRIMARY KEY (tenant)
);

alter table tenant_keys enable row level security;

alter table tenant_keys force row level security;

create policy tenant on tenant_keys using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on tenant_keys to documents_app;

CREATE TABLE files (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    uploader UUID NOT NULL,
    content_version INTEGER NOT NULL,
    object_key VARCHAR NOT NULL,
    size INTEGER NOT NULL,
    media_type VARCHAR NOT NULL,
    sha256 VARCHAR(64) NOT NULL,
    seal VARCHAR(32),
    received_at TIMESTAMP WITH TIME ZONE NOT NULL,
    status VARCHAR NOT NULL,
    cause VARCHAR,
    decided_at TIMESTAMP WITH TIME ZONE,
    scan_key BYTEA,
    holders INTEGER NOT NULL,
    keep_until TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (tenant, id)
);

CREATE INDEX files_failed ON files (tenant, received_at) WHERE status <> 'clean';

alter table files enable row level security;

alter table files force row level security;

create policy tenant on files using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on files to documents_app;

CREATE TABLE safes (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    key_id UUID NOT NULL,
    wrapped_key BYTEA NOT NULL,
    pieces SMALLINT DEFAULT '0' NOT NULL,
    PRIMARY KEY (tenant, id),
    CONSTRAINT safes_at_most_ten_pieces CHECK (pieces between 0 and 10)
);

alter table safes enable row level security;

alter table safes force row level security;

create policy tenant on safes using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on safes to documents_app;

CREATE TABLE pieces (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    owner UUID NOT NULL,
    type VARCHAR NOT NULL,
    label VARCHAR NOT NULL,
    valid_until DATE,
    added_at TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    files SMALLINT NOT NULL,
    trashed_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (tenant, id),
    CONSTRAINT pieces_of_one_to_four_files CHECK (files between 1 and 4)
);

CREATE INDEX pieces_of_owner ON pieces (tenant, owner, added_at);

alter table pieces enable row level security;

alter table pieces force row level security;

create policy tenant on pieces using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on pieces to documents_app;

CREATE TABLE safe_files (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    file_id UUID NOT NULL,
    owner UUID NOT NULL,
    piece_id UUID,
    name VARCHAR NOT NULL,
    wrapped_key BYTEA NOT NULL,
    added_at TIMESTAMP WITH TIME ZONE NOT NULL,
    replaced_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (tenant, file_id),
    FOREIGN KEY(tenant, file_id) REFERENCES files (tenant, id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX safe_files_of_piece ON safe_files (tenant, owner, piece_id);

alter table safe_files enable row level security;

alter table safe_files force row level security;

create policy tenant on safe_files using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on safe_files to documents_app;

CREATE TABLE bundles (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    issuer VARCHAR NOT NULL,
    wrapped_key BYTEA NOT NULL,
    opened_at TIMESTAMP WITH TIME ZONE NOT NULL,
    closed_at TIMESTAMP WITH TIME ZONE,
    purge_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (tenant, id)
);

alter table bundles enable row level security;

alter table bundles force row level security;

create policy tenant on bundles using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on bundles to documents_app;

CREATE TABLE bundle_files (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    bundle_id UUID NOT NULL,
    file_id UUID NOT NULL,
    added_by UUID NOT NULL,
    name VARCHAR NOT NULL,
    wrapped_key BYTEA NOT NULL,
    added_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (tenant, bundle_id, file_id),
    FOREIGN KEY(tenant, file_id) REFERENCES files (tenant, id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX bundle_files_of_file ON bundle_files (tenant, file_id);

alter table bundle_files enable row level security;

alter table bundle_files force row level security;

create policy tenant on bundle_files using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on bundle_files to documents_app;

create policy owner_alone on safes as restrictive using (id = (select nullif(current_setting('app.subject'), '')::uuid)) with check (id = (select nullif(current_setting('app.subject'), '')::uuid));

create policy owner_alone on pieces as restrictive using (owner = (select nullif(current_setting('app.subject'), '')::uuid)) with check (owner = (select nullif(current_setting('app.subject'), '')::uuid));

create policy owner_alone on safe_files as restrictive using (owner = (select nullif(current_setting('app.subject'), '')::uuid)) with check (owner = (select nullif(current_setting('app.subject'), '')::uuid));

CREATE TABLE scans (
    file_id UUID NOT NULL,
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE NOT NULL,
    attempts INTEGER DEFAULT '0' NOT NULL,
    PRIMARY KEY (file_id)
);

CREATE INDEX scans_due ON scans (due_at);

grant select, insert, update, delete on scans to documents_app;

CREATE TABLE object_deletions (
    object_key VARCHAR NOT NULL,
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (object_key)
);

CREATE INDEX object_deletions_due ON object_deletions (due_at);

grant select, insert, update, delete on object_deletions to documents_app;

-- downgrade

DROP TABLE object_deletions;

DROP TABLE scans;

DROP TABLE bundle_files;

DROP TABLE bundles;

DROP TABLE safe_files;

DROP TABLE pieces;

DROP TABLE safes;

DROP TABLE files;

DROP TABLE tenant_keys;

DROP TABLE dead_letters;

DROP TABLE timers;

DROP TABLE journal_seals;

DROP TABLE journal;

DROP TABLE idempotency;

DROP TABLE inbox;

DROP TABLE event_sequences;

DROP TABLE outbox;
