-- upgrade

alter table attachments add column position integer not null default 0;

-- downgrade

alter table attachments drop column position;
