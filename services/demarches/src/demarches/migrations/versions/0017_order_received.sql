-- upgrade

drop index concurrently if exists dossiers_received;

create index concurrently dossiers_received on dossiers (tenant, submitted_at, id) where status <> 'draft';

-- downgrade

drop index concurrently if exists dossiers_received;
