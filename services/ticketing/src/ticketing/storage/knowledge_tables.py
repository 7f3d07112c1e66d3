"""The knowledge base, and the files of releases, kept in pieces."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR

from chassis import tables
from ticketing.storage.tables import Moment, metadata, required

ranges = Table(
    "knowledge_ranges",
    metadata,
    *tables.aggregate_columns(),
    required("slug", String),
    required("name", JSONB),
    required("position", Integer),
    Index("knowledge_ranges_slug", "tenant", "slug", unique=True),
)

rubrics = Table(
    "knowledge_rubrics",
    metadata,
    *tables.aggregate_columns(),
    required("range_id", Uuid),
    required("slug", String),
    required("name", JSONB),
    Column("first_day", Date),
    Column("last_day", Date),
    required("every_year", Boolean),
    required("position", Integer),
    ForeignKeyConstraint(["tenant", "range_id"], ["knowledge_ranges.tenant", "knowledge_ranges.id"]),
    Index("knowledge_rubrics_slug", "tenant", "range_id", "slug", unique=True),
)

articles = Table(
    "articles",
    metadata,
    *tables.aggregate_columns(),
    required("slug", String),
    required("kind", String),
    required("title", String),
    required("summary", Text),
    required("body", Text),
    Column("rubric_id", Uuid),
    Column("product_id", Uuid),
    required("theme", String),
    required("application", String),
    required("prerequisites", Text),
    required("release_number", String),
    required("audience", String),
    required("status", String),
    required("number", Integer),
    Column("published_at", Moment),
    required("changed_at", Moment),
    Column("words", TSVECTOR),
    Column("plain_title", String),
    ForeignKeyConstraint(["tenant", "rubric_id"], ["knowledge_rubrics.tenant", "knowledge_rubrics.id"]),
    ForeignKeyConstraint(["tenant", "product_id"], ["products.tenant", "products.id"]),
    Index("articles_slug", "tenant", "slug", unique=True),
    Index("articles_listed", "tenant", "status", "published_at", "id"),
    Index("articles_words", "words", postgresql_using="gin"),
)

# What each published version said.
article_versions = Table(
    "article_versions",
    metadata,
    tables.tenant_column(),
    Column("article_id", Uuid, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    required("title", String),
    required("body", Text),
    required("author", Uuid),
    required("at", Moment),
    ForeignKeyConstraint(["tenant", "article_id"], ["articles.tenant", "articles.id"]),
)

article_votes = Table(
    "article_votes",
    metadata,
    tables.tenant_column(),
    Column("article_id", Uuid, primary_key=True),
    Column("voter", Uuid, primary_key=True),
    required("helped", Boolean),
    required("instead_of_asking", Boolean),
    required("at", Moment),
    ForeignKeyConstraint(["tenant", "article_id"], ["articles.tenant", "articles.id"]),
)

article_files = Table(
    "article_files",
    metadata,
    tables.tenant_column(),
    Column("id", Uuid, primary_key=True),
    required("article_id", Uuid),
    required("name", String),
    required("media_type", String),
    required("size", BigInteger),
    required("sha256", String),
    required("at", Moment),
    ForeignKeyConstraint(["tenant", "article_id"], ["articles.tenant", "articles.id"]),
    Index("article_files_article", "tenant", "article_id"),
)

file_pieces = Table(
    "article_file_pieces",
    metadata,
    tables.tenant_column(),
    Column("file_id", Uuid, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    required("content", LargeBinary),
    ForeignKeyConstraint(["tenant", "file_id"], ["article_files.tenant", "article_files.id"], ondelete="CASCADE"),
)

product_owners = Table(
    "product_owners",
    metadata,
    tables.tenant_column(),
    Column("product_id", Uuid, primary_key=True),
    Column("organisation_id", Uuid, primary_key=True),
    required("since", Moment),
    ForeignKeyConstraint(["tenant", "product_id"], ["products.tenant", "products.id"]),
)

ALL = (ranges, rubrics, articles, article_versions, article_votes, article_files, file_pieces, product_owners)
