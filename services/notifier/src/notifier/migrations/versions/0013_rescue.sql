-- upgrade

alter table suppressions add column reached_at timestamptz, add column reached_by uuid;

-- downgrade

alter table suppressions drop column reached_at, drop column reached_by;
