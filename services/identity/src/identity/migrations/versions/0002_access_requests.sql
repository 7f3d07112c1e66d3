-- upgrade

alter table organisations add column if not exists insee_code varchar not null default '';

alter table organisations add column if not exists siren varchar not null default '';

alter table organisations add column if not exists postal_code varchar not null default '';

alter table organisations add column if not exists customer_number varchar not null default '';

alter table organisations add column if not exists official_email varchar not null default '';

alter table organisations add column if not exists access_key varchar;

create unique index if not exists organisations_access_key on organisations (access_key);

CREATE TABLE places (
    code VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    siren VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    search VARCHAR NOT NULL,
    postal_codes VARCHAR[] NOT NULL,
    department VARCHAR NOT NULL,
    population INTEGER NOT NULL,
    PRIMARY KEY (code)
);

CREATE INDEX places_siren ON places (siren);

create index places_search on places (search text_pattern_ops);

create index places_postal_codes on places using gin (postal_codes);

CREATE TABLE place_editions (
    edition VARCHAR NOT NULL,
    PRIMARY KEY (edition)
);

grant select, insert, delete on places, place_editions to identity_app;

CREATE TABLE access_requests (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    status VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    insee_code VARCHAR DEFAULT '' NOT NULL,
    siren VARCHAR DEFAULT '' NOT NULL,
    postal_code VARCHAR DEFAULT '' NOT NULL,
    customer_number VARCHAR DEFAULT '' NOT NULL,
    coordinates JSONB NOT NULL,
    applicant JSONB NOT NULL,
    access_key VARCHAR NOT NULL,
    locale VARCHAR DEFAULT 'fr' NOT NULL,
    submitted_at TIMESTAMP WITH TIME ZONE NOT NULL,
    decided_at TIMESTAMP WITH TIME ZONE,
    decided_by VARCHAR DEFAULT '' NOT NULL,
    reason VARCHAR DEFAULT '' NOT NULL,
    slug VARCHAR DEFAULT '' NOT NULL,
    organisation_id UUID,
    PRIMARY KEY (tenant, id)
);

CREATE UNIQUE INDEX access_requests_open ON access_requests (tenant, access_key) WHERE status = 'submitted';

CREATE INDEX access_requests_status ON access_requests (tenant, status, submitted_at);

alter table access_requests enable row level security;

alter table access_requests force row level security;

create policy tenant on access_requests using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on access_requests to identity_app;

-- downgrade

DROP TABLE access_requests;

DROP TABLE place_editions;

DROP TABLE places;

drop index organisations_access_key;

alter table organisations drop column insee_code;

alter table organisations drop column siren;

alter table organisations drop column postal_code;

alter table organisations drop column customer_number;

alter table organisations drop column official_email;

alter table organisations drop column access_key;
