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

grant usage on schema public to identity_app, identity_relay;

create index outbox_unpublished on outbox (position) where published_at is null;

create index outbox_published on outbox (published_at) where published_at is not null;

create index timers_due on timers (due_at) where done_at is null;

create unique index journal_position on journal (tenant, position);

create index journal_concerns on journal (tenant, concerns, position) where concerns is not null;

create index journal_unsealed on journal (tenant, position) where not sealed;

create unique index journal_seals_journal on journal_seals (tenant, journal_id);

grant insert on outbox to identity_app;

grant select, insert on inbox to identity_app;

grant select, insert, update on timers to identity_app;

grant select, insert, update on dead_letters to identity_app;

alter table event_sequences enable row level security;

alter table event_sequences force row level security;

create policy tenant on event_sequences using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update on event_sequences to identity_app;

alter table idempotency enable row level security;

alter table idempotency force row level security;

create policy tenant on idempotency using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update on idempotency to identity_app;

alter table journal enable row level security;

alter table journal force row level security;

create policy tenant on journal using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert on journal to identity_app;

grant select, update, delete on outbox to identity_relay;

grant select, delete on inbox to identity_relay;

grant select, delete on idempotency to identity_relay;

grant select on timers, journal to identity_relay;

grant select on journal_seals to identity_app;

grant select, insert on journal_seals to identity_relay;

create policy sealing on journal to identity_relay using (true);

grant update (sealed) on journal to identity_relay;

create policy sweeping on idempotency to identity_relay using (true);

CREATE TABLE organisations (
    id UUID NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    slug CITEXT NOT NULL,
    name VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    guichet_active BOOLEAN DEFAULT false NOT NULL,
    is_support_portal BOOLEAN DEFAULT false NOT NULL,
    guichet JSONB NOT NULL,
    insee_code VARCHAR DEFAULT '' NOT NULL,
    siren VARCHAR DEFAULT '' NOT NULL,
    postal_code VARCHAR DEFAULT '' NOT NULL,
    customer_number VARCHAR DEFAULT '' NOT NULL,
    official_email VARCHAR DEFAULT '' NOT NULL,
    logo VARCHAR DEFAULT '' NOT NULL,
    banner VARCHAR DEFAULT '' NOT NULL,
    access_key VARCHAR,
    PRIMARY KEY (id),
    UNIQUE (slug)
);

CREATE UNIQUE INDEX organisations_access_key ON organisations (access_key);

grant select, insert, update on organisations to identity_app;

CREATE TABLE accounts (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    kind VARCHAR NOT NULL,
    identifier CITEXT NOT NULL,
    email CITEXT NOT NULL,
    civility VARCHAR DEFAULT '' NOT NULL,
    given_name VARCHAR DEFAULT '' NOT NULL,
    family_name VARCHAR DEFAULT '' NOT NULL,
    birth_name VARCHAR DEFAULT '' NOT NULL,
    address_line VARCHAR DEFAULT '' NOT NULL,
    address_complement VARCHAR DEFAULT '' NOT NULL,
    postal_code VARCHAR DEFAULT '' NOT NULL,
    city VARCHAR DEFAULT '' NOT NULL,
    phone VARCHAR DEFAULT '' NOT NULL,
    mobile VARCHAR DEFAULT '' NOT NULL,
    function VARCHAR DEFAULT '' NOT NULL,
    department VARCHAR DEFAULT '' NOT NULL,
    interests VARCHAR[] DEFAULT '{}' NOT NULL,
    newsletter BOOLEAN DEFAULT false NOT NULL,
    set_up_at TIMESTAMP WITH TIME ZONE,
    status VARCHAR NOT NULL,
    deactivation VARCHAR,
    password_hash VARCHAR,
    locale VARCHAR DEFAULT 'fr' NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    terms_accepted_at TIMESTAMP WITH TIME ZONE,
    activated_at TIMESTAMP WITH TIME ZONE,
    last_sign_in_at TIMESTAMP WITH TIME ZONE,
    warned INTEGER DEFAULT '0' NOT NULL,
    PRIMARY KEY (tenant, id)
);

CREATE UNIQUE INDEX accounts_email ON accounts (tenant, email, kind);

CREATE INDEX accounts_names ON accounts (tenant, kind, family_name, id);

CREATE UNIQUE INDEX accounts_identifier ON accounts (tenant, identifier);

alter table accounts enable row level security;

alter table accounts force row level security;

create policy tenant on accounts using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on accounts to identity_app;

CREATE TABLE account_links (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    purpose VARCHAR NOT NULL,
    account_id UUID NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    used_at TIMESTAMP WITH TIME ZONE,
    replaced_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY(tenant, account_id) REFERENCES accounts (tenant, id) ON DELETE CASCADE
);

CREATE INDEX account_links_account ON account_links (tenant, account_id, purpose);

CREATE INDEX account_links_expiry ON account_links (tenant, expires_at);

alter table account_links enable row level security;

alter table account_links force row level security;

create policy tenant on account_links using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on account_links to identity_app;

CREATE TABLE sessions (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    account_id UUID NOT NULL,
    kind VARCHAR NOT NULL,
    secret_hash BYTEA NOT NULL,
    device VARCHAR DEFAULT '' NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    last_seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    authenticated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    revoked_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY(tenant, account_id) REFERENCES accounts (tenant, id) ON DELETE CASCADE
);

CREATE UNIQUE INDEX sessions_secret ON sessions (tenant, secret_hash);

CREATE INDEX sessions_account ON sessions (tenant, account_id, created_at);

CREATE INDEX sessions_expiry ON sessions (tenant, expires_at);

alter table sessions enable row level security;

alter table sessions force row level security;

create policy tenant on sessions using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on sessions to identity_app;

CREATE TABLE devices (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    account_id UUID NOT NULL,
    device_hash BYTEA NOT NULL,
    seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (tenant, account_id, device_hash),
    FOREIGN KEY(tenant, account_id) REFERENCES accounts (tenant, id) ON DELETE CASCADE
);

CREATE INDEX devices_seen ON devices (tenant, seen_at);

alter table devices enable row level security;

alter table devices force row level security;

create policy tenant on devices using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on devices to identity_app;

CREATE TABLE permission_grants (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    account_id UUID NOT NULL,
    permission VARCHAR NOT NULL,
    granted_at TIMESTAMP WITH TIME ZONE NOT NULL,
    granted_by VARCHAR NOT NULL,
    mandate_id UUID,
    PRIMARY KEY (tenant, account_id, permission),
    FOREIGN KEY(tenant, account_id) REFERENCES accounts (tenant, id) ON DELETE CASCADE
);

alter table permission_grants enable row level security;

alter table permission_grants force row level security;

create policy tenant on permission_grants using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on permission_grants to identity_app;

CREATE TABLE throttles (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    key VARCHAR NOT NULL,
    attempts INTEGER NOT NULL,
    since TIMESTAMP WITH TIME ZONE NOT NULL,
    last_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (tenant, key)
);

CREATE INDEX throttles_last ON throttles (tenant, last_at);

alter table throttles enable row level security;

alter table throttles force row level security;

create policy tenant on throttles using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on throttles to identity_app;

CREATE TABLE used_challenges (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    challenge VARCHAR NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (tenant, challenge)
);

alter table used_challenges enable row level security;

alter table used_challenges force row level security;

create policy tenant on used_challenges using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on used_challenges to identity_app;

CREATE TABLE recovery_requests (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    purpose VARCHAR NOT NULL,
    login VARCHAR NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (tenant, id)
);

alter table recovery_requests enable row level security;

alter table recovery_requests force row level security;

create policy tenant on recovery_requests using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on recovery_requests to identity_app;

create policy contacts on accounts for select to identity_owner using (true);

create index accounts_ids on accounts (id);

create function contacts_of(ids uuid[])
returns table (account_id uuid, email text, given_name text, family_name text, locale text)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select a.id, a.email::text, a.given_name::text, a.family_name::text, a.locale::text
  from public.accounts a
  where a.id = any (ids)
$$;

revoke all on function contacts_of(uuid[]) from public;

grant execute on function contacts_of(uuid[]) to identity_app;

-- downgrade

drop function contacts_of(uuid[]);

DROP TABLE recovery_requests;

DROP TABLE used_challenges;

DROP TABLE throttles;

DROP TABLE permission_grants;

DROP TABLE devices;

DROP TABLE sessions;

DROP TABLE account_links;

DROP TABLE accounts;

DROP TABLE organisations;

DROP TABLE dead_letters;

DROP TABLE timers;

DROP TABLE journal_seals;

DROP TABLE journal;

DROP TABLE idempotency;

DROP TABLE inbox;

DROP TABLE event_sequences;

DROP TABLE outbox;
