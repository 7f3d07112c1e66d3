"""People's accounts, and what hangs on them."""

from sqlalchemy import Boolean, Column, Date, Index, Integer, LargeBinary, String, Table, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, CITEXT, JSONB

from chassis import tables
from identity.storage.tables.columns import metadata, moment, of_account, words

accounts = Table(
    "accounts",
    metadata,
    *tables.aggregate_columns(),
    Column("kind", String, nullable=False),
    Column("identifier", CITEXT, nullable=False),
    Column("email", CITEXT, nullable=False),
    words("civility"),
    words("given_name"),
    words("family_name"),
    words("birth_name"),
    words("address_line"),
    words("address_complement"),
    words("postal_code"),
    words("city"),
    words("phone"),
    words("mobile"),
    words("function"),
    words("department"),
    Column("interests", ARRAY(String), nullable=False, server_default="{}"),
    Column("newsletter", Boolean, nullable=False, server_default=text("false")),
    # When the assistant of the first sign-in was finished.
    moment("set_up_at"),
    Column("tours", ARRAY(String), nullable=False, server_default="{}"),
    Column("status", String, nullable=False),
    Column("deactivation", String),
    Column("password_hash", String),
    Column("locale", String, nullable=False, server_default="fr"),
    moment("created_at", nullable=False),
    moment("terms_accepted_at"),
    moment("activated_at"),
    moment("last_sign_in_at"),
    # Warnings given since the last use.
    Column("warned", Integer, nullable=False, server_default="0"),
    # The key of a letter that a family registered with, until the account is activated.
    Column("activation_key_id", Uuid),
    Index("accounts_identifier", "tenant", "identifier", unique=True),
    Index("accounts_email", "tenant", "email", "kind", unique=True),
    Index("accounts_names", "tenant", "kind", "family_name", "id"),
)

account_links = Table(
    "account_links",
    metadata,
    *tables.aggregate_columns(),
    Column("purpose", String, nullable=False),
    Column("account_id", Uuid, nullable=False),
    moment("created_at", nullable=False),
    moment("expires_at", nullable=False),
    moment("used_at"),
    moment("replaced_at"),
    # The address that the link is about, where it is one.
    Column("email", CITEXT),
    of_account(),
    Index("account_links_account", "tenant", "account_id", "purpose"),
    Index("account_links_expiry", "tenant", "expires_at"),
)

# Whom a citizen enters démarches for: minimal, and gone with the account.
household_members = Table(
    "household_members",
    metadata,
    *tables.aggregate_columns(),
    Column("account_id", Uuid, nullable=False),
    Column("relation", String, nullable=False),
    words("civility"),
    Column("family_name", String, nullable=False),
    words("used_name"),
    Column("given_names", String, nullable=False),
    Column("birth_date", Date),
    of_account(),
    Index("household_members_account", "tenant", "account_id"),
)

# Keys that a department gave families on paper. What a key brings is forgotten once it was used, or is over.
activation_keys = Table(
    "activation_keys",
    metadata,
    *tables.aggregate_columns(),
    Column("batch_id", Uuid, nullable=False),
    Column("reference", String, nullable=False),
    Column("key_hash", LargeBinary, nullable=False),
    # As `domain.activation_keys.Family`; empty once it is of no use.
    Column("family", JSONB(none_as_null=True)),
    moment("issued_at", nullable=False),
    Column("issued_by", String, nullable=False),
    moment("expires_at", nullable=False),
    moment("used_at"),
    moment("withdrawn_at"),
    Column("account_id", Uuid),
    Index("activation_keys_hash", "tenant", "key_hash", unique=True),
    Index("activation_keys_batch", "tenant", "batch_id"),
    Index("activation_keys_account", "tenant", "account_id"),
    Index("activation_keys_expiry", "tenant", "expires_at", postgresql_where=text("family is not null")),
)

# Whom the State says an account belongs to: a keyed digest, nothing of the person.
federated_identities = Table(
    "federated_identities",
    metadata,
    *tables.aggregate_columns(),
    Column("account_id", Uuid, nullable=False),
    Column("provider", String, nullable=False),
    Column("key", LargeBinary, nullable=False),
    moment("linked_at", nullable=False),
    moment("last_used_at"),
    of_account(),
    Index("federated_identities_key", "tenant", "provider", "key", unique=True),
    Index("federated_identities_account", "tenant", "account_id", "provider", unique=True),
)
