-- upgrade

alter table issues add column held_at timestamptz;

-- downgrade

alter table issues drop column held_at;
