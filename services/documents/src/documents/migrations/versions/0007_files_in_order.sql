-- upgrade

alter table safe_files add column position integer not null default 0;

-- downgrade

alter table safe_files drop column position;
