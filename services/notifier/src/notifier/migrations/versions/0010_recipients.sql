-- upgrade

CREATE INDEX notifications_recipient ON notifications (tenant, recipient, created_at);

-- downgrade

DROP INDEX notifications_recipient;
