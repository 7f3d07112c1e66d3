-- upgrade

alter table venues add column access_en text not null default '';

-- downgrade

alter table venues drop column access_en;
