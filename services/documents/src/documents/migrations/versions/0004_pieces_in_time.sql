-- upgrade

alter table pieces add column if not exists trashed_at timestamptz;

alter table safe_files add column if not exists replaced_at timestamptz;

alter table thumbnails add column if not exists pages integer not null default 1;

CREATE TABLE piece_dates (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    piece_id UUID NOT NULL,
    owner UUID NOT NULL,
    valid_until DATE,
    reminded_at_days INTEGER,
    trashed_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (tenant, piece_id)
);

alter table piece_dates enable row level security;

alter table piece_dates force row level security;

create policy tenant on piece_dates using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on piece_dates to documents_app;

-- downgrade

DROP TABLE piece_dates;

alter table pieces drop column if exists trashed_at;

alter table safe_files drop column if exists replaced_at;

alter table thumbnails drop column if exists pages;
