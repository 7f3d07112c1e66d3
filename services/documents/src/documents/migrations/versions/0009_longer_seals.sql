-- upgrade

alter table files alter column seal type varchar(64);

-- downgrade

-- The release before knows the short kind alone, and does not count what has none.
alter table files alter column seal type varchar(32) using case when length(seal) <= 32 then seal end;
