-- upgrade

ALTER TABLE shared_definitions ADD COLUMN ended BOOLEAN DEFAULT false NOT NULL;

-- Whoever offers reads which organisations copied what they offer, and which version: to tell them of the next.
create policy offerer on copied_definitions for select using (
    exists (
        select from shared_definitions s
        where s.shared_id = copied_definitions.shared_id and s.tenant = (select current_setting('app.tenant')::uuid)
    )
);

-- downgrade

drop policy offerer on copied_definitions;

ALTER TABLE shared_definitions DROP COLUMN ended;
