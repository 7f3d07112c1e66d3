-- upgrade

CREATE TABLE allotments (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    subject UUID NOT NULL,
    starts_at TIMESTAMP WITH TIME ZONE NOT NULL,
    places INTEGER NOT NULL,
    used INTEGER DEFAULT 0 NOT NULL,
    PRIMARY KEY (tenant, subject, starts_at),
    CONSTRAINT never_one_too_many CHECK (used between 0 and places)
);

alter table allotments enable row level security;

alter table allotments force row level security;

create policy tenant on allotments using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on allotments to demarches_app;

CREATE TABLE venues (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    name VARCHAR NOT NULL,
    address TEXT NOT NULL,
    access TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (tenant, id)
);

alter table venues enable row level security;

alter table venues force row level security;

create policy tenant on venues using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on venues to demarches_app;

CREATE TABLE calendars (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    name JSONB NOT NULL,
    venue_id UUID NOT NULL,
    department_id UUID NOT NULL,
    settings JSONB NOT NULL,
    active BOOLEAN DEFAULT true NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY(tenant, venue_id) REFERENCES venues (tenant, id)
);

alter table calendars enable row level security;

alter table calendars force row level security;

create policy tenant on calendars using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on calendars to demarches_app;

CREATE TABLE closures (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    calendar_id UUID,
    since DATE NOT NULL,
    until DATE NOT NULL,
    reason VARCHAR NOT NULL,
    closes TIME WITHOUT TIME ZONE,
    opens_again TIME WITHOUT TIME ZONE,
    resource VARCHAR,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY(tenant, calendar_id) REFERENCES calendars (tenant, id) ON DELETE CASCADE,
    CONSTRAINT closed_forwards CHECK (since <= until)
);

CREATE INDEX closures_days ON closures (tenant, until);

alter table closures enable row level security;

alter table closures force row level security;

create policy tenant on closures using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on closures to demarches_app;

CREATE TABLE bookings (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    dossier_id UUID NOT NULL,
    calendar_id UUID NOT NULL,
    starts_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ends_at TIMESTAMP WITH TIME ZONE NOT NULL,
    slots TIMESTAMP WITH TIME ZONE[] NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    status VARCHAR NOT NULL,
    origin VARCHAR NOT NULL,
    held_until TIMESTAMP WITH TIME ZONE,
    confirmed_at TIMESTAMP WITH TIME ZONE,
    ended_at TIMESTAMP WITH TIME ZONE,
    ended_by VARCHAR DEFAULT '' NOT NULL,
    reason TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY(tenant, dossier_id) REFERENCES dossiers (tenant, id) ON DELETE CASCADE,
    FOREIGN KEY(tenant, calendar_id) REFERENCES calendars (tenant, id)
);

CREATE INDEX bookings_agenda ON bookings (tenant, calendar_id, starts_at);

CREATE INDEX bookings_dossier ON bookings (tenant, dossier_id);

CREATE UNIQUE INDEX bookings_one_held ON bookings (tenant, dossier_id) WHERE status = 'held';

CREATE UNIQUE INDEX bookings_one_confirmed ON bookings (tenant, dossier_id) WHERE status = 'confirmed';

alter table bookings enable row level security;

alter table bookings force row level security;

create policy tenant on bookings using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on bookings to demarches_app;

CREATE TABLE waiting (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    subject UUID NOT NULL,
    account UUID NOT NULL,
    locale VARCHAR NOT NULL,
    joined_at TIMESTAMP WITH TIME ZONE NOT NULL,
    dossier_id UUID,
    status VARCHAR NOT NULL,
    offered_until TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY(tenant, dossier_id) REFERENCES dossiers (tenant, id) ON DELETE CASCADE
);

CREATE INDEX waiting_turn ON waiting (tenant, subject, status, id);

CREATE UNIQUE INDEX waiting_once ON waiting (tenant, subject, account) WHERE status in ('waiting', 'offered');

alter table waiting enable row level security;

alter table waiting force row level security;

create policy tenant on waiting using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on waiting to demarches_app;

alter table allotments no force row level security;

alter table quotas no force row level security;

insert into allotments (tenant, subject, starts_at, places, used) select tenant, demarche_id, 'epoch', places, used from quotas;

alter table allotments force row level security;

alter table quotas force row level security;

DROP TABLE quotas;

-- downgrade

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

alter table allotments no force row level security;

alter table quotas no force row level security;

insert into quotas (tenant, demarche_id, places, used) select tenant, subject, places, used from allotments where starts_at = 'epoch';

alter table allotments force row level security;

alter table quotas force row level security;

DROP TABLE waiting;

DROP TABLE bookings;

DROP TABLE closures;

DROP TABLE calendars;

DROP TABLE venues;

DROP TABLE allotments;
