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

grant usage on schema public to notifier_app, notifier_relay;

create index outbox_unpublished on outbox (position) where published_at is null;

create index outbox_published on outbox (published_at) where published_at is not null;

create index timers_due on timers (due_at) where done_at is null;

create unique index journal_position on journal (tenant, position);

create index journal_concerns on journal (tenant, concerns, position) where concerns is not null;

create index journal_unsealed on journal (tenant, position) where not sealed;

create unique index journal_seals_journal on journal_seals (tenant, journal_id);

grant insert on outbox to notifier_app;

grant select, insert on inbox to notifier_app;

grant select, insert, update on timers to notifier_app;

grant select, insert, update on dead_letters to notifier_app;

alter table event_sequences enable row level security;

alter table event_sequences force row level security;

create policy tenant on event_sequences using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update on event_sequences to notifier_app;

alter table idempotency enable row level security;

alter table idempotency force row level security;

create policy tenant on idempotency using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update on idempotency to notifier_app;

alter table journal enable row level security;

alter table journal force row level security;

create policy tenant on journal using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert on journal to notifier_app;

grant select, update, delete on outbox to notifier_relay;

grant select, delete on inbox to notifier_relay;

grant select, delete on idempotency to notifier_relay;

grant select on timers, journal to notifier_relay;

grant select on journal_seals to notifier_app;

grant select, insert on journal_seals to notifier_relay;

create policy sealing on journal to notifier_relay using (true);

grant update (sealed) on journal to notifier_relay;

create policy sweeping on idempotency to notifier_relay using (true);

CREATE TABLE notifications (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    cause_id UUID NOT NULL,
    cause_type VARCHAR NOT NULL,
    cause_data JSONB NOT NULL,
    about UUID NOT NULL,
    lane VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    template VARCHAR,
    recipient VARCHAR,
    address_trace VARCHAR,
    message_id VARCHAR,
    traceparent VARCHAR,
    attempts JSONB NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE,
    ended_at TIMESTAMP WITH TIME ZONE,
    purged_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (tenant, id),
    CONSTRAINT notifications_once UNIQUE (tenant, cause_id, recipient)
);

CREATE INDEX notifications_newest ON notifications (tenant, created_at, id);

CREATE INDEX notifications_status ON notifications (tenant, status, created_at, id);

CREATE INDEX notifications_about ON notifications (tenant, about, created_at);

alter table notifications enable row level security;

alter table notifications force row level security;

create policy tenant on notifications using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on notifications to notifier_app;

CREATE TABLE template_overrides (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    key VARCHAR NOT NULL,
    locale VARCHAR NOT NULL,
    subject VARCHAR NOT NULL,
    preheader VARCHAR NOT NULL,
    body VARCHAR NOT NULL,
    button VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_by UUID,
    PRIMARY KEY (tenant, id),
    CONSTRAINT template_overrides_once UNIQUE (tenant, key, locale)
);

alter table template_overrides enable row level security;

alter table template_overrides force row level security;

create policy tenant on template_overrides using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on template_overrides to notifier_app;

CREATE TABLE deliveries (
    notification_id UUID NOT NULL,
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    lane SMALLINT NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE NOT NULL,
    lease_until TIMESTAMP WITH TIME ZONE,
    holder UUID,
    postponed INTEGER DEFAULT 0 NOT NULL,
    waits_for VARCHAR,
    PRIMARY KEY (notification_id)
);

CREATE INDEX deliveries_turn ON deliveries (lane, tenant, due_at);

grant select, insert, update, delete on deliveries to notifier_app;

-- downgrade

DROP TABLE deliveries;

DROP TABLE template_overrides;

DROP TABLE notifications;

DROP TABLE dead_letters;

DROP TABLE timers;

DROP TABLE journal_seals;

DROP TABLE journal;

DROP TABLE idempotency;

DROP TABLE inbox;

DROP TABLE event_sequences;

DROP TABLE outbox;
