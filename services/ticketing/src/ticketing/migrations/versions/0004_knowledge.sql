-- upgrade

CREATE TABLE knowledge_ranges (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    slug VARCHAR NOT NULL,
    name JSONB NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (tenant, id)
);

CREATE UNIQUE INDEX knowledge_ranges_slug ON knowledge_ranges (tenant, slug);

alter table knowledge_ranges enable row level security;

alter table knowledge_ranges force row level security;

create policy tenant on knowledge_ranges using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on knowledge_ranges to ticketing_app;

CREATE TABLE knowledge_rubrics (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    range_id UUID NOT NULL,
    slug VARCHAR NOT NULL,
    name JSONB NOT NULL,
    first_day DATE,
    last_day DATE,
    every_year BOOLEAN NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY(tenant, range_id) REFERENCES knowledge_ranges (tenant, id)
);

CREATE UNIQUE INDEX knowledge_rubrics_slug ON knowledge_rubrics (tenant, range_id, slug);

alter table knowledge_rubrics enable row level security;

alter table knowledge_rubrics force row level security;

create policy tenant on knowledge_rubrics using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on knowledge_rubrics to ticketing_app;

CREATE TABLE articles (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    slug VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    summary TEXT NOT NULL,
    body TEXT NOT NULL,
    rubric_id UUID,
    product_id UUID,
    theme VARCHAR NOT NULL,
    application VARCHAR NOT NULL,
    prerequisites TEXT NOT NULL,
    release_number VARCHAR NOT NULL,
    audience VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    number INTEGER NOT NULL,
    published_at TIMESTAMP WITH TIME ZONE,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    words TSVECTOR,
    plain_title VARCHAR,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY(tenant, rubric_id) REFERENCES knowledge_rubrics (tenant, id),
    FOREIGN KEY(tenant, product_id) REFERENCES products (tenant, id)
);

CREATE UNIQUE INDEX articles_slug ON articles (tenant, slug);

CREATE INDEX articles_listed ON articles (tenant, status, published_at, id);

CREATE INDEX articles_words ON articles USING gin (words);

alter table articles enable row level security;

alter table articles force row level security;

create policy tenant on articles using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on articles to ticketing_app;

CREATE TABLE article_versions (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    article_id UUID NOT NULL,
    number INTEGER NOT NULL,
    title VARCHAR NOT NULL,
    body TEXT NOT NULL,
    author UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (tenant, article_id, number),
    FOREIGN KEY(tenant, article_id) REFERENCES articles (tenant, id)
);

alter table article_versions enable row level security;

alter table article_versions force row level security;

create policy tenant on article_versions using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on article_versions to ticketing_app;

CREATE TABLE article_votes (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    article_id UUID NOT NULL,
    voter UUID NOT NULL,
    helped BOOLEAN NOT NULL,
    instead_of_asking BOOLEAN NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (tenant, article_id, voter),
    FOREIGN KEY(tenant, article_id) REFERENCES articles (tenant, id)
);

alter table article_votes enable row level security;

alter table article_votes force row level security;

create policy tenant on article_votes using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on article_votes to ticketing_app;

CREATE TABLE article_files (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    id UUID NOT NULL,
    article_id UUID NOT NULL,
    name VARCHAR NOT NULL,
    media_type VARCHAR NOT NULL,
    size BIGINT NOT NULL,
    sha256 VARCHAR NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY(tenant, article_id) REFERENCES articles (tenant, id)
);

CREATE INDEX article_files_article ON article_files (tenant, article_id);

alter table article_files enable row level security;

alter table article_files force row level security;

create policy tenant on article_files using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on article_files to ticketing_app;

CREATE TABLE article_file_pieces (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    file_id UUID NOT NULL,
    number INTEGER NOT NULL,
    content BYTEA NOT NULL,
    PRIMARY KEY (tenant, file_id, number),
    FOREIGN KEY(tenant, file_id) REFERENCES article_files (tenant, id) ON DELETE CASCADE
);

alter table article_file_pieces enable row level security;

alter table article_file_pieces force row level security;

create policy tenant on article_file_pieces using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on article_file_pieces to ticketing_app;

CREATE TABLE product_owners (
    tenant UUID DEFAULT current_setting('app.tenant')::uuid NOT NULL,
    product_id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    since TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (tenant, product_id, organisation_id),
    FOREIGN KEY(tenant, product_id) REFERENCES products (tenant, id)
);

alter table product_owners enable row level security;

alter table product_owners force row level security;

create policy tenant on product_owners using (tenant = (select current_setting('app.tenant')::uuid)) with check (tenant = (select current_setting('app.tenant')::uuid));

grant select, insert, update, delete on product_owners to ticketing_app;

create index articles_title on articles using gin (plain_title gin_trgm_ops);

-- downgrade

DROP TABLE product_owners;

DROP TABLE article_file_pieces;

DROP TABLE article_files;

DROP TABLE article_votes;

DROP TABLE article_versions;

DROP TABLE articles;

DROP TABLE knowledge_rubrics;

DROP TABLE knowledge_ranges;
