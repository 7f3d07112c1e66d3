-- upgrade

create index files_sent on files (tenant, uploader, received_at);

-- downgrade

drop index files_sent;
