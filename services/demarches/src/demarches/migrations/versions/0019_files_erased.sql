-- upgrade

alter table piece_files add column erased_at timestamptz;

-- downgrade

alter table piece_files drop column erased_at;
