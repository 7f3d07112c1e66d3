-- upgrade

CREATE TABLE agreements (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    dossier_id UUID NOT NULL,
    profile_at TIMESTAMP WITH TIME ZONE,
    notification_at TIMESTAMP WITH TIME ZONE,
    consulted_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (tenant, dossier_id),
    FOREIGN KEY(tenant, dossier_id) REFERENCES dossiers (tenant, id) ON DELETE CASCADE
);

alter table agreements enable row level security;

alter table agreements force row level security;

create policy tenant on agreements using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on agreements to demarches_app;

CREATE TABLE attachment_codes (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    dossier_id UUID NOT NULL,
    account_id UUID NOT NULL,
    code VARCHAR(6) NOT NULL,
    tries INTEGER DEFAULT 0 NOT NULL,
    asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (tenant, id),
    CONSTRAINT five_tries_at_most CHECK (tries between 0 and 5),
    FOREIGN KEY(tenant, dossier_id) REFERENCES dossiers (tenant, id) ON DELETE CASCADE
);

CREATE INDEX attachment_codes_dossier ON attachment_codes (tenant, dossier_id, id);

alter table attachment_codes enable row level security;

alter table attachment_codes force row level security;

create policy tenant on attachment_codes using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on attachment_codes to demarches_app;

-- downgrade

DROP TABLE attachment_codes;

DROP TABLE agreements;
