-- upgrade

create table api_keys (
            tenant uuid not null default current_setting('app.tenant')::uuid,
            id uuid not null,
            version integer not null default 1,
            name varchar not null,
            mode varchar not null,
            scopes varchar[] not null,
            digest varchar not null,
            hint varchar not null,
            former varchar not null,
            former_until timestamptz,
            created_at timestamptz not null,
            created_by uuid,
            rotated_at timestamptz,
            last_used_at timestamptz,
            revoked_at timestamptz,
            primary key (tenant, id)
        );

create unique index api_keys_digest on api_keys (tenant, digest);

create table own_templates (
            tenant uuid not null default current_setting('app.tenant')::uuid,
            id uuid not null,
            version integer not null default 1,
            key varchar not null,
            title varchar not null,
            wordings jsonb not null,
            changed_at timestamptz not null,
            changed_by uuid,
            primary key (tenant, id),
            constraint own_templates_once unique (tenant, key)
        );

create table asked_messages (
            tenant uuid not null default current_setting('app.tenant')::uuid,
            id uuid not null,
            key_id uuid not null,
            mode varchar not null,
            template varchar not null,
            reference varchar not null,
            created_at timestamptz not null,
            content jsonb,
            primary key (tenant, id)
        );

create index asked_messages_newest on asked_messages (tenant, key_id, created_at, id);

alter table api_keys enable row level security;

alter table api_keys force row level security;

create policy tenant on api_keys using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on api_keys to notifier_app;

alter table own_templates enable row level security;

alter table own_templates force row level security;

create policy tenant on own_templates using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on own_templates to notifier_app;

alter table asked_messages enable row level security;

alter table asked_messages force row level security;

create policy tenant on asked_messages using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on asked_messages to notifier_app;

-- downgrade

drop table asked_messages;

drop table own_templates;

drop table api_keys;
