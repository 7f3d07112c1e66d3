-- upgrade

alter table piece_files drop constraint piece_files_pkey;

alter table piece_files add primary key (tenant, id, dossier_id);

-- downgrade

alter table piece_files drop constraint piece_files_pkey;

alter table piece_files add primary key (tenant, id);
