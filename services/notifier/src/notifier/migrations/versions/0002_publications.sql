-- upgrade

CREATE TABLE publications (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    kind VARCHAR NOT NULL,
    slug VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    audience VARCHAR NOT NULL,
    category VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    summary VARCHAR NOT NULL,
    body VARCHAR NOT NULL,
    picture_id UUID,
    picture_words VARCHAR NOT NULL,
    publish_at TIMESTAMP WITH TIME ZONE,
    expires_at TIMESTAMP WITH TIME ZONE,
    shown_from TIMESTAMP WITH TIME ZONE,
    published_at TIMESTAMP WITH TIME ZONE,
    starts_at TIMESTAMP WITH TIME ZONE,
    ends_at TIMESTAMP WITH TIME ZONE,
    place VARCHAR,
    written_at TIMESTAMP WITH TIME ZONE NOT NULL,
    written_by UUID,
    PRIMARY KEY (tenant, id),
    CONSTRAINT publications_slug UNIQUE (tenant, kind, slug)
);

CREATE INDEX publications_written ON publications (tenant, written_at, id);

CREATE INDEX publications_shown ON publications (tenant, kind, shown_from, id);

alter table publications enable row level security;

alter table publications force row level security;

create policy tenant on publications using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on publications to notifier_app;

CREATE TABLE pictures (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    media_type VARCHAR NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    content BYTEA NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (tenant, id)
);

alter table pictures enable row level security;

alter table pictures force row level security;

create policy tenant on pictures using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on pictures to notifier_app;

CREATE TABLE publication_readings (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    account_id UUID NOT NULL,
    publication_id UUID NOT NULL,
    read_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (tenant, account_id, publication_id)
);

alter table publication_readings enable row level security;

alter table publication_readings force row level security;

create policy tenant on publication_readings using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on publication_readings to notifier_app;

CREATE TABLE hours_exceptions (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    first_day DATE NOT NULL,
    last_day DATE NOT NULL,
    openings JSONB NOT NULL,
    reason VARCHAR NOT NULL,
    written_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (tenant, id)
);

CREATE INDEX hours_exceptions_last_day ON hours_exceptions (tenant, last_day);

alter table hours_exceptions enable row level security;

alter table hours_exceptions force row level security;

create policy tenant on hours_exceptions using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on hours_exceptions to notifier_app;

-- downgrade

DROP TABLE hours_exceptions;

DROP TABLE publication_readings;

DROP TABLE pictures;

DROP TABLE publications;
