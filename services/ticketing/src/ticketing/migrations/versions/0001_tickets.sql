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

grant usage on schema public to ticketing_app, ticketing_relay;

create index outbox_unpublished on outbox (position) where published_at is null;

create index outbox_published on outbox (published_at) where published_at is not null;

create index timers_due on timers (due_at) where done_at is null;

create unique index journal_position on journal (tenant, position);

create index journal_concerns on journal (tenant, concerns, position) where concerns is not null;

create index journal_unsealed on journal (tenant, position) where not sealed;

create unique index journal_seals_journal on journal_seals (tenant, journal_id);

grant insert on outbox to ticketing_app;

grant select, insert on inbox to ticketing_app;

grant select, insert, update on timers to ticketing_app;

grant select, insert, update on dead_letters to ticketing_app;

alter table event_sequences enable row level security;

alter table event_sequences force row level security;

create policy tenant on event_sequences using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update on event_sequences to ticketing_app;

alter table idempotency enable row level security;

alter table idempotency force row level security;

create policy tenant on idempotency using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update on idempotency to ticketing_app;

alter table journal enable row level security;

alter table journal force row level security;

create policy tenant on journal using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert on journal to ticketing_app;

grant select, update, delete on outbox to ticketing_relay;

grant select, delete on inbox to ticketing_relay;

grant select, delete on idempotency to ticketing_relay;

grant select on timers, journal to ticketing_relay;

grant select on journal_seals to ticketing_app;

grant select, insert on journal_seals to ticketing_relay;

create policy sealing on journal to ticketing_relay using (true);

grant update (sealed) on journal to ticketing_relay;

create policy sweeping on idempotency to ticketing_relay using (true);

CREATE TABLE products (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    name JSONB NOT NULL,
    icon VARCHAR NOT NULL,
    position INTEGER DEFAULT 0 NOT NULL,
    PRIMARY KEY (tenant, id)
);

alter table products enable row level security;

alter table products force row level security;

create policy tenant on products using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on products to ticketing_app;

CREATE TABLE catalogue_entries (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    slug VARCHAR NOT NULL,
    product_id UUID NOT NULL,
    kind VARCHAR NOT NULL,
    label JSONB NOT NULL,
    summary JSONB NOT NULL,
    position INTEGER DEFAULT 0 NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY(tenant, product_id) REFERENCES products (tenant, id)
);

CREATE UNIQUE INDEX catalogue_entries_slug ON catalogue_entries (tenant, slug);

alter table catalogue_entries enable row level security;

alter table catalogue_entries force row level security;

create policy tenant on catalogue_entries using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on catalogue_entries to ticketing_app;

CREATE TABLE entry_forms (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    entry_id UUID NOT NULL,
    number INTEGER NOT NULL,
    form JSONB NOT NULL,
    PRIMARY KEY (tenant, entry_id, number),
    FOREIGN KEY(tenant, entry_id) REFERENCES catalogue_entries (tenant, id)
);

alter table entry_forms enable row level security;

alter table entry_forms force row level security;

create policy tenant on entry_forms using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert on entry_forms to ticketing_app;

CREATE TABLE reference_counters (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    year INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (tenant, year)
);

alter table reference_counters enable row level security;

alter table reference_counters force row level security;

create policy tenant on reference_counters using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on reference_counters to ticketing_app;

CREATE TABLE tickets (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    reference VARCHAR(20) NOT NULL,
    entry_id UUID NOT NULL,
    form_number INTEGER NOT NULL,
    subject VARCHAR NOT NULL,
    answers JSONB NOT NULL,
    impact VARCHAR NOT NULL,
    urgency VARCHAR NOT NULL,
    severity VARCHAR NOT NULL,
    precedence BIGINT NOT NULL,
    requester UUID NOT NULL,
    organisation_id UUID NOT NULL,
    opened_at TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    status VARCHAR NOT NULL,
    assignee UUID,
    team_id UUID,
    entries INTEGER DEFAULT 0 NOT NULL,
    resolved_at TIMESTAMP WITH TIME ZONE,
    closes_at TIMESTAMP WITH TIME ZONE,
    closed_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY(tenant, entry_id, form_number) REFERENCES entry_forms (tenant, entry_id, number)
);

CREATE INDEX tickets_organisation ON tickets (tenant, organisation_id, changed_at, id);

CREATE INDEX tickets_queue ON tickets (tenant, status, precedence, id);

CREATE INDEX tickets_assignee ON tickets (tenant, assignee, precedence, id);

CREATE UNIQUE INDEX tickets_reference ON tickets (tenant, reference);

CREATE INDEX tickets_requester ON tickets (tenant, requester, changed_at, id);

alter table tickets enable row level security;

alter table tickets force row level security;

create policy tenant on tickets using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on tickets to ticketing_app;

CREATE TABLE messages (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    ticket_id UUID NOT NULL,
    audience VARCHAR NOT NULL,
    side VARCHAR NOT NULL,
    author UUID NOT NULL,
    body TEXT NOT NULL,
    resolution BOOLEAN DEFAULT false NOT NULL,
    channel VARCHAR DEFAULT 'portal' NOT NULL,
    quoted TEXT DEFAULT '' NOT NULL,
    posted_at TIMESTAMP WITH TIME ZONE NOT NULL,
    in_version INTEGER NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY(tenant, ticket_id) REFERENCES tickets (tenant, id),
    CONSTRAINT customers_write_no_internal_notes CHECK (audience = 'public' or side = 'support')
);

CREATE INDEX messages_ticket ON messages (tenant, ticket_id, id);

alter table messages enable row level security;

alter table messages force row level security;

create policy tenant on messages using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert on messages to ticketing_app;

CREATE TABLE message_readings (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    message_id UUID NOT NULL,
    reader UUID NOT NULL,
    side VARCHAR NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (tenant, message_id, reader),
    FOREIGN KEY(tenant, message_id) REFERENCES messages (tenant, id)
);

alter table message_readings enable row level security;

alter table message_readings force row level security;

create policy tenant on message_readings using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert on message_readings to ticketing_app;

CREATE TABLE interventions (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    ticket_id UUID NOT NULL,
    kind VARCHAR NOT NULL,
    minutes INTEGER NOT NULL,
    summary TEXT NOT NULL,
    agent UUID NOT NULL,
    started_at TIMESTAMP WITH TIME ZONE NOT NULL,
    logged_at TIMESTAMP WITH TIME ZONE NOT NULL,
    in_version INTEGER NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY(tenant, ticket_id) REFERENCES tickets (tenant, id),
    CONSTRAINT an_intervention_lasts CHECK (minutes between 1 and 1440)
);

CREATE INDEX interventions_ticket ON interventions (tenant, ticket_id, id);

alter table interventions enable row level security;

alter table interventions force row level security;

create policy tenant on interventions using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert on interventions to ticketing_app;

CREATE TABLE history (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    ticket_id UUID NOT NULL,
    type VARCHAR NOT NULL,
    side VARCHAR NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    facts JSONB NOT NULL,
    in_version INTEGER NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY(tenant, ticket_id) REFERENCES tickets (tenant, id)
);

CREATE INDEX history_ticket ON history (tenant, ticket_id, id);

alter table history enable row level security;

alter table history force row level security;

create policy tenant on history using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert on history to ticketing_app;

-- downgrade

DROP TABLE history;

DROP TABLE interventions;

DROP TABLE message_readings;

DROP TABLE messages;

DROP TABLE tickets;

DROP TABLE reference_counters;

DROP TABLE entry_forms;

DROP TABLE catalogue_entries;

DROP TABLE products;

DROP TABLE dead_letters;

DROP TABLE timers;

DROP TABLE journal_seals;

DROP TABLE journal;

DROP TABLE idempotency;

DROP TABLE inbox;

DROP TABLE event_sequences;

DROP TABLE outbox;
