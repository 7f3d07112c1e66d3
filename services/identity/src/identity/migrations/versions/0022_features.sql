-- upgrade

CREATE TABLE feature_changes (
    id UUID NOT NULL,
    name VARCHAR NOT NULL,
    mode VARCHAR NOT NULL,
    organisations UUID[] NOT NULL,
    share SMALLINT NOT NULL,
    changed_by UUID,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX feature_changes_name ON feature_changes (name, id);

grant select, insert on feature_changes to identity_app;

-- downgrade

DROP TABLE feature_changes;
