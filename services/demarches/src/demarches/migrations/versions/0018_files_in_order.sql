-- upgrade

alter table piece_files add column position integer not null default 0;

-- downgrade

alter table piece_files drop column position;
