"""Organisations, their guichets, and how they come: the platform's, but for requests and pictures."""

from sqlalchemy import Boolean, Column, Index, Integer, LargeBinary, String, Table, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, CITEXT, JSONB

from chassis import tables
from identity.storage.tables.columns import metadata, moment, words

organisations = Table(
    "organisations",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("slug", CITEXT, nullable=False, unique=True),
    Column("name", String, nullable=False),
    # The name without accents, as `domain.places.searchable` leaves it.
    words("search"),
    Column("kind", String, nullable=False),
    Column("status", String, nullable=False),
    # Why it is suspended or closed, in the words that its administrator reads, and since when.
    words("status_reason"),
    moment("status_since"),
    Column("guichet_active", Boolean, nullable=False, server_default=text("false")),
    Column("is_support_portal", Boolean, nullable=False, server_default=text("false")),
    # What the guichet says of itself, as `domain.organisations.Guichet`.
    Column("guichet", JSONB, nullable=False),
    # Settings saved and not published yet.
    Column("draft", JSONB(none_as_null=True)),
    words("template"),
    # What the organisation subscribes to, as `domain.subscriptions.Subscription`.
    Column("plan", String, nullable=False, server_default="complete"),
    Column("declined", ARRAY(String), nullable=False, server_default="{}"),
    words("wished_plan"),
    # What it is in public registers; the key that a second access request for it is recognised by.
    words("insee_code"),
    words("siren"),
    words("postal_code"),
    words("customer_number"),
    words("official_email"),
    # Digests of the pictures, empty without: a new one has a new address.
    words("logo"),
    words("banner"),
    Column("access_key", String),
    # From when its members need a second factor; none while it is not asked for.
    moment("second_factor_from"),
    Column("assistants_allowed", Boolean, nullable=False, server_default=text("true")),
    Index("organisations_access_key", "access_key", unique=True),
    # The operator looks for one among tens of thousands, a page at a time.
    Index("organisations_name", "name", "id"),
    Index("organisations_search", "search", postgresql_using="gin", postgresql_ops={"search": "gin_trgm_ops"}),
    Index("organisations_wishes", "name", "id", postgresql_where=text("wished_plan <> ''")),
)

# Communes and groupings, from the file beside `storage/places.py`. Public, and no tenant's.
places = Table(
    "places",
    metadata,
    Column("code", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("siren", String, nullable=False),
    Column("name", String, nullable=False),
    Column("search", String, nullable=False),
    Column("postal_codes", ARRAY(String), nullable=False),
    Column("department", String, nullable=False),
    Column("population", Integer, nullable=False),
    Index("places_siren", "siren"),
)
place_editions = Table("place_editions", metadata, Column("edition", String, primary_key=True))

guichet_pictures = Table(
    "guichet_pictures",
    metadata,
    tables.tenant_column(),
    Column("kind", String, primary_key=True),
    Column("content", LargeBinary, nullable=False),
    moment("changed_at", nullable=False),
)

# In the operator's tenant.
access_requests = Table(
    "access_requests",
    metadata,
    *tables.aggregate_columns(),
    Column("status", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("name", String, nullable=False),
    words("insee_code"),
    words("siren"),
    words("postal_code"),
    words("customer_number"),
    # How the organisation is reached, and who asks: as `domain.access_requests.Coordinates` and `Applicant`.
    Column("coordinates", JSONB, nullable=False),
    Column("applicant", JSONB, nullable=False),
    Column("access_key", String, nullable=False),
    Column("locale", String, nullable=False, server_default="fr"),
    moment("submitted_at", nullable=False),
    moment("decided_at"),
    words("decided_by"),
    words("reason"),
    words("slug"),
    Column("organisation_id", Uuid),
    # One at a time for each organisation, however many click at once.
    Index("access_requests_open", "tenant", "access_key", unique=True, postgresql_where=text("status = 'submitted'")),
    Index("access_requests_status", "tenant", "status", "submitted_at"),
)
