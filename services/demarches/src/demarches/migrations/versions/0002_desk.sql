-- upgrade

alter table dossiers add column if not exists department_id uuid;

CREATE TABLE agents (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    account_id UUID NOT NULL,
    permissions VARCHAR[] NOT NULL,
    PRIMARY KEY (tenant, account_id)
);

alter table agents enable row level security;

alter table agents force row level security;

create policy tenant on agents using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on agents to demarches_app;

CREATE TABLE agent_departments (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    account_id UUID NOT NULL,
    department_id UUID NOT NULL,
    PRIMARY KEY (tenant, account_id, department_id),
    FOREIGN KEY(tenant, department_id) REFERENCES departments (tenant, id) ON DELETE CASCADE
);

alter table agent_departments enable row level security;

alter table agent_departments force row level security;

create policy tenant on agent_departments using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on agent_departments to demarches_app;

CREATE TABLE absences (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    account_id UUID NOT NULL,
    substitute UUID NOT NULL,
    from_on DATE NOT NULL,
    until_on DATE NOT NULL,
    PRIMARY KEY (tenant, id),
    CONSTRAINT absence_ends_after_it_begins CHECK (from_on <= until_on),
    CONSTRAINT nobody_substitutes_themselves CHECK (account_id <> substitute)
);

CREATE INDEX absences_account ON absences (tenant, account_id, until_on);

alter table absences enable row level security;

alter table absences force row level security;

create policy tenant on absences using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on absences to demarches_app;

CREATE TABLE assignment_rules (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    demarche_id UUID NOT NULL,
    mode VARCHAR NOT NULL,
    account_id UUID,
    PRIMARY KEY (tenant, demarche_id),
    CONSTRAINT one_agent_is_named CHECK ((mode = 'agent') = (account_id is not null)),
    FOREIGN KEY(tenant, demarche_id) REFERENCES demarches (tenant, id) ON DELETE CASCADE
);

alter table assignment_rules enable row level security;

alter table assignment_rules force row level security;

create policy tenant on assignment_rules using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on assignment_rules to demarches_app;

CREATE TABLE saved_views (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    account_id UUID NOT NULL,
    name VARCHAR NOT NULL,
    query TEXT NOT NULL,
    shared BOOLEAN DEFAULT false NOT NULL,
    PRIMARY KEY (tenant, id)
);

CREATE INDEX saved_views_account ON saved_views (tenant, account_id);

alter table saved_views enable row level security;

alter table saved_views force row level security;

create policy tenant on saved_views using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on saved_views to demarches_app;

CREATE TABLE dossier_words (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    word VARCHAR(40) COLLATE "C" NOT NULL,
    dossier_id UUID NOT NULL,
    PRIMARY KEY (tenant, word, dossier_id),
    FOREIGN KEY(tenant, dossier_id) REFERENCES dossiers (tenant, id) ON DELETE CASCADE
);

CREATE INDEX dossier_words_dossier ON dossier_words (tenant, dossier_id);

alter table dossier_words enable row level security;

alter table dossier_words force row level security;

create policy tenant on dossier_words using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on dossier_words to demarches_app;

CREATE TABLE opinions (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    dossier_id UUID NOT NULL,
    department_id UUID,
    expert_email VARCHAR,
    expert_name VARCHAR,
    key VARCHAR(64),
    question TEXT NOT NULL,
    due_on DATE NOT NULL,
    asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
    asked_by UUID NOT NULL,
    stance VARCHAR,
    answer TEXT,
    given_at TIMESTAMP WITH TIME ZONE,
    given_by UUID,
    withdrawn_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (tenant, id),
    CONSTRAINT one_is_asked CHECK ((department_id is null) <> (expert_email is null)),
    FOREIGN KEY(tenant, dossier_id) REFERENCES dossiers (tenant, id) ON DELETE CASCADE
);

CREATE INDEX opinions_dossier ON opinions (tenant, dossier_id);

CREATE INDEX opinions_department ON opinions (tenant, department_id, dossier_id);

alter table opinions enable row level security;

alter table opinions force row level security;

create policy tenant on opinions using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on opinions to demarches_app;

create index dossiers_department on dossiers (tenant, department_id, submitted_at, id);

create index dossiers_open on dossiers (tenant, due_on, id) include (status, examiner, department_id) where status in ('submitted', 'incomplete', 'under_examination');

create index dossiers_examiner on dossiers (tenant, examiner, submitted_at, id) where examiner is not null;

alter table dossiers no force row level security;

alter table definitions no force row level security;

alter table dossier_words no force row level security;

update dossiers d set department_id = (n.content->>'department_id')::uuid from definitions n where n.tenant = d.tenant and n.demarche_id = d.demarche_id and n.number = d.definition and d.status <> 'draft';

insert into dossier_words (tenant, word, dossier_id) select distinct d.tenant, left(w, 40), d.id from dossiers d, regexp_split_to_table(lower(unaccent(concat_ws(' ', d.reference, d.contact_name, d.contact_email))), '[^a-z0-9]+') w where d.status <> 'draft' and w <> '';

alter table dossiers force row level security;

alter table definitions force row level security;

alter table dossier_words force row level security;

-- downgrade

drop index dossiers_examiner;

drop index dossiers_open;

drop index dossiers_department;

DROP TABLE opinions;

DROP TABLE dossier_words;

DROP TABLE saved_views;

DROP TABLE assignment_rules;

DROP TABLE absences;

DROP TABLE agent_departments;

DROP TABLE agents;

alter table dossiers drop column department_id;
