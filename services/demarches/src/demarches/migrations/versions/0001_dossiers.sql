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

grant usage on schema public to demarches_app, demarches_relay;

create index outbox_unpublished on outbox (position) where published_at is null;

create index outbox_published on outbox (published_at) where published_at is not null;

create index timers_due on timers (due_at) where done_at is null;

create unique index journal_position on journal (tenant, position);

create index journal_concerns on journal (tenant, concerns, position) where concerns is not null;

create index journal_unsealed on journal (tenant, position) where not sealed;

create unique index journal_seals_journal on journal_seals (tenant, journal_id);

grant insert on outbox to demarches_app;

grant select, insert on inbox to demarches_app;

grant select, insert, update on timers to demarches_app;

grant select, insert, update on dead_letters to demarches_app;

alter table event_sequences enable row level security;

alter table event_sequences force row level security;

create policy tenant on event_sequences using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update on event_sequences to demarches_app;

alter table idempotency enable row level security;

alter table idempotency force row level security;

create policy tenant on idempotency using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update on idempotency to demarches_app;

alter table journal enable row level security;

alter table journal force row level security;

create policy tenant on journal using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert on journal to demarches_app;

grant select, update, delete on outbox to demarches_relay;

grant select, delete on inbox to demarches_relay;

grant select, delete on idempotency to demarches_relay;

grant select on timers, journal to demarches_relay;

grant select on journal_seals to demarches_app;

grant select, insert on journal_seals to demarches_relay;

create policy sealing on journal to demarches_relay using (true);

grant update (sealed) on journal to demarches_relay;

create policy sweeping on idempotency to demarches_relay using (true);

CREATE TABLE organisation_settings (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    reference_prefix VARCHAR(6) NOT NULL,
    PRIMARY KEY (tenant)
);

alter table organisation_settings enable row level security;

alter table organisation_settings force row level security;

create policy tenant on organisation_settings using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on organisation_settings to demarches_app;

CREATE TABLE departments (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    name VARCHAR NOT NULL,
    email VARCHAR DEFAULT '' NOT NULL,
    phone VARCHAR DEFAULT '' NOT NULL,
    address VARCHAR DEFAULT '' NOT NULL,
    hours VARCHAR DEFAULT '' NOT NULL,
    PRIMARY KEY (tenant, id)
);

alter table departments enable row level security;

alter table departments force row level security;

create policy tenant on departments using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on departments to demarches_app;

CREATE TABLE themes (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    slug VARCHAR NOT NULL,
    name JSONB NOT NULL,
    icon VARCHAR NOT NULL,
    position INTEGER DEFAULT 0 NOT NULL,
    PRIMARY KEY (tenant, id)
);

CREATE UNIQUE INDEX themes_slug ON themes (tenant, slug);

alter table themes enable row level security;

alter table themes force row level security;

create policy tenant on themes using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on themes to demarches_app;

CREATE TABLE demarches (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    slug VARCHAR NOT NULL,
    theme_id UUID NOT NULL,
    position INTEGER DEFAULT 0 NOT NULL,
    pinned BOOLEAN DEFAULT false NOT NULL,
    external_url VARCHAR,
    kind VARCHAR DEFAULT 'demarche' NOT NULL,
    body JSONB,
    current INTEGER,
    title JSONB NOT NULL,
    summary JSONB NOT NULL,
    needs_account BOOLEAN DEFAULT false NOT NULL,
    duration_minutes INTEGER,
    opens_at TIMESTAMP WITH TIME ZONE,
    closes_at TIMESTAMP WITH TIME ZONE,
    search TSVECTOR NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY(tenant, theme_id) REFERENCES themes (tenant, id)
);

CREATE UNIQUE INDEX demarches_slug ON demarches (tenant, slug);

alter table demarches enable row level security;

alter table demarches force row level security;

create policy tenant on demarches using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on demarches to demarches_app;

CREATE TABLE definitions (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    demarche_id UUID NOT NULL,
    number INTEGER NOT NULL,
    content JSONB NOT NULL,
    published_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (tenant, demarche_id, number),
    FOREIGN KEY(tenant, demarche_id) REFERENCES demarches (tenant, id)
);

alter table definitions enable row level security;

alter table definitions force row level security;

create policy tenant on definitions using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert on definitions to demarches_app;

CREATE TABLE quotas (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    demarche_id UUID NOT NULL,
    places INTEGER NOT NULL,
    used INTEGER DEFAULT 0 NOT NULL,
    PRIMARY KEY (tenant, demarche_id),
    CONSTRAINT quota_never_exceeded CHECK (used between 0 and places),
    FOREIGN KEY(tenant, demarche_id) REFERENCES demarches (tenant, id)
);

alter table quotas enable row level security;

alter table quotas force row level security;

create policy tenant on quotas using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on quotas to demarches_app;

CREATE TABLE synonyms (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    term VARCHAR NOT NULL,
    means VARCHAR NOT NULL,
    PRIMARY KEY (tenant, term)
);

alter table synonyms enable row level security;

alter table synonyms force row level security;

create policy tenant on synonyms using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on synonyms to demarches_app;

CREATE TABLE reference_counters (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    year INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (tenant, year)
);

alter table reference_counters enable row level security;

alter table reference_counters force row level security;

create policy tenant on reference_counters using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on reference_counters to demarches_app;

CREATE TABLE dossiers (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    demarche_id UUID NOT NULL,
    definition INTEGER NOT NULL,
    status VARCHAR NOT NULL,
    archived BOOLEAN DEFAULT false NOT NULL,
    reference VARCHAR,
    applicant UUID NOT NULL,
    has_account BOOLEAN NOT NULL,
    locale VARCHAR DEFAULT 'fr' NOT NULL,
    contact_name VARCHAR DEFAULT '' NOT NULL,
    contact_email VARCHAR,
    answers JSONB DEFAULT '{}' NOT NULL,
    holds_place BOOLEAN DEFAULT false NOT NULL,
    missing INTEGER DEFAULT 0 NOT NULL,
    tracking_key BYTEA NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    submitted_at TIMESTAMP WITH TIME ZONE,
    examiner UUID,
    outcome VARCHAR,
    reasons TEXT,
    decided_at TIMESTAMP WITH TIME ZONE,
    decided_by UUID,
    cancelled_at TIMESTAMP WITH TIME ZONE,
    due_on DATE,
    department_id UUID,
    stage VARCHAR,
    stage_change UUID,
    PRIMARY KEY (tenant, id),
    CONSTRAINT missing_pieces_counted CHECK (missing >= 0),
    FOREIGN KEY(tenant, demarche_id, definition) REFERENCES definitions (tenant, demarche_id, number)
);

CREATE UNIQUE INDEX dossiers_reference ON dossiers (tenant, reference);

CREATE INDEX dossiers_applicant ON dossiers (tenant, applicant, id);

CREATE INDEX dossiers_queue ON dossiers (tenant, status, submitted_at, id);

CREATE UNIQUE INDEX dossiers_one_draft ON dossiers (tenant, applicant, demarche_id) WHERE status = 'draft';

alter table dossiers enable row level security;

alter table dossiers force row level security;

create policy tenant on dossiers using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on dossiers to demarches_app;

CREATE TABLE piece_requests (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    dossier_id UUID NOT NULL,
    type VARCHAR NOT NULL,
    label VARCHAR NOT NULL,
    reason TEXT NOT NULL,
    indispensable BOOLEAN NOT NULL,
    asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
    asked_by UUID NOT NULL,
    answered_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY(tenant, dossier_id) REFERENCES dossiers (tenant, id) ON DELETE CASCADE
);

CREATE INDEX piece_requests_dossier ON piece_requests (tenant, dossier_id);

alter table piece_requests enable row level security;

alter table piece_requests force row level security;

create policy tenant on piece_requests using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on piece_requests to demarches_app;

CREATE TABLE pieces (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    dossier_id UUID NOT NULL,
    type VARCHAR NOT NULL,
    label VARCHAR NOT NULL,
    added_at TIMESTAMP WITH TIME ZONE NOT NULL,
    by_applicant BOOLEAN NOT NULL,
    request_id UUID,
    files INTEGER NOT NULL,
    PRIMARY KEY (tenant, id),
    CONSTRAINT four_files_at_most CHECK (files between 0 and 4),
    FOREIGN KEY(tenant, dossier_id) REFERENCES dossiers (tenant, id) ON DELETE CASCADE
);

CREATE INDEX pieces_dossier ON pieces (tenant, dossier_id);

alter table pieces enable row level security;

alter table pieces force row level security;

create policy tenant on pieces using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on pieces to demarches_app;

CREATE TABLE piece_files (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    piece_id UUID NOT NULL,
    dossier_id UUID NOT NULL,
    name VARCHAR NOT NULL,
    size INTEGER NOT NULL,
    media_type VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY(tenant, piece_id) REFERENCES pieces (tenant, id) ON DELETE CASCADE
);

CREATE INDEX piece_files_dossier ON piece_files (tenant, dossier_id);

alter table piece_files enable row level security;

alter table piece_files force row level security;

create policy tenant on piece_files using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on piece_files to demarches_app;

CREATE TABLE file_verdicts (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    file_id UUID NOT NULL,
    status VARCHAR NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (tenant, file_id)
);

alter table file_verdicts enable row level security;

alter table file_verdicts force row level security;

create policy tenant on file_verdicts using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on file_verdicts to demarches_app;

CREATE TABLE messages (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    dossier_id UUID NOT NULL,
    side VARCHAR NOT NULL,
    author UUID NOT NULL,
    body TEXT NOT NULL,
    posted_at TIMESTAMP WITH TIME ZONE NOT NULL,
    read_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY(tenant, dossier_id) REFERENCES dossiers (tenant, id) ON DELETE CASCADE
);

CREATE INDEX messages_dossier ON messages (tenant, dossier_id, id);

CREATE INDEX messages_unread ON messages (tenant, dossier_id, side) WHERE read_at is null;

alter table messages enable row level security;

alter table messages force row level security;

create policy tenant on messages using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on messages to demarches_app;

CREATE TABLE notes (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    dossier_id UUID NOT NULL,
    author UUID NOT NULL,
    body TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY(tenant, dossier_id) REFERENCES dossiers (tenant, id) ON DELETE CASCADE
);

CREATE INDEX notes_dossier ON notes (tenant, dossier_id, id);

alter table notes enable row level security;

alter table notes force row level security;

create policy tenant on notes using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert on notes to demarches_app;

CREATE TABLE history (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    dossier_id UUID NOT NULL,
    type VARCHAR NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    side VARCHAR NOT NULL,
    facts JSONB NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY(tenant, dossier_id) REFERENCES dossiers (tenant, id) ON DELETE CASCADE
);

CREATE INDEX history_dossier ON history (tenant, dossier_id, id);

alter table history enable row level security;

alter table history force row level security;

create policy tenant on history using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert on history to demarches_app;

create index demarches_search on demarches using gin (search);

-- downgrade

DROP TABLE history;

DROP TABLE notes;

DROP TABLE messages;

DROP TABLE file_verdicts;

DROP TABLE piece_files;

DROP TABLE pieces;

DROP TABLE piece_requests;

DROP TABLE dossiers;

DROP TABLE reference_counters;

DROP TABLE synonyms;

DROP TABLE quotas;

DROP TABLE definitions;

DROP TABLE demarches;

DROP TABLE themes;

DROP TABLE departments;

DROP TABLE organisation_settings;

DROP TABLE dead_letters;

DROP TABLE timers;

DROP TABLE journal_seals;

DROP TABLE journal;

DROP TABLE idempotency;

DROP TABLE inbox;

DROP TABLE event_sequences;

DROP TABLE outbox;
