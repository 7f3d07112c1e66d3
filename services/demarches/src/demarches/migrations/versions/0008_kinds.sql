-- upgrade

alter table demarches add column if not exists kind varchar not null default 'demarche';

alter table demarches add column if not exists body jsonb;

-- downgrade

alter table demarches drop column body;

alter table demarches drop column kind;
