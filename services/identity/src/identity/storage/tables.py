"""The tables of identity. All but `organisations` belong to a tenant."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, CITEXT, JSONB

from chassis import tables

metadata = tables.metadata()


def _moment(name: str, *, nullable: bool = True) -> Column[Any]:
    return Column(name, DateTime(timezone=True), nullable=nullable)


def _words(name: str) -> Column[Any]:
    return Column(name, String, nullable=False, server_default="")


organisations = Table(
    "organisations",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("slug", CITEXT, nullable=False, unique=True),
    Column("name", String, nullable=False),
    # The name without accents, as `domain.places.searchable` leaves it.
    _words("search"),
    Column("kind", String, nullable=False),
    Column("status", String, nullable=False),
    Column("guichet_active", Boolean, nullable=False, server_default=text("false")),
    Column("is_support_portal", Boolean, nullable=False, server_default=text("false")),
    # What the guichet says of itself, as `domain.organisations.Guichet`.
    Column("guichet", JSONB, nullable=False),
    # Settings saved and not published yet.
    Column("draft", JSONB(none_as_null=True)),
    _words("template"),
    # What the organisation subscribes to, as `domain.subscriptions.Subscription`.
    Column("plan", String, nullable=False, server_default="complete"),
    Column("declined", ARRAY(String), nullable=False, server_default="{}"),
    _words("wished_plan"),
    # What it is in public registers; the key that a second access request for it is recognised by.
    _words("insee_code"),
    _words("siren"),
    _words("postal_code"),
    _words("customer_number"),
    _words("official_email"),
    # Digests of the pictures, empty without: a new one has a new address.
    _words("logo"),
    _words("banner"),
    Column("access_key", String),
    # From when its members need a second factor; none while it is not asked for.
    _moment("second_factor_from"),
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

# In the operator's tenant.
access_requests = Table(
    "access_requests",
    metadata,
    *tables.aggregate_columns(),
    Column("status", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("name", String, nullable=False),
    _words("insee_code"),
    _words("siren"),
    _words("postal_code"),
    _words("customer_number"),
    # How the organisation is reached, and who asks: as `domain.access_requests.Coordinates` and `Applicant`.
    Column("coordinates", JSONB, nullable=False),
    Column("applicant", JSONB, nullable=False),
    Column("access_key", String, nullable=False),
    Column("locale", String, nullable=False, server_default="fr"),
    _moment("submitted_at", nullable=False),
    _moment("decided_at"),
    _words("decided_by"),
    _words("reason"),
    _words("slug"),
    Column("organisation_id", Uuid),
    # One at a time for each organisation, however many click at once.
    Index("access_requests_open", "tenant", "access_key", unique=True, postgresql_where=text("status = 'submitted'")),
    Index("access_requests_status", "tenant", "status", "submitted_at"),
)

accounts = Table(
    "accounts",
    metadata,
    *tables.aggregate_columns(),
    Column("kind", String, nullable=False),
    Column("identifier", CITEXT, nullable=False),
    Column("email", CITEXT, nullable=False),
    _words("civility"),
    _words("given_name"),
    _words("family_name"),
    _words("birth_name"),
    _words("address_line"),
    _words("address_complement"),
    _words("postal_code"),
    _words("city"),
    _words("phone"),
    _words("mobile"),
    _words("function"),
    _words("department"),
    Column("interests", ARRAY(String), nullable=False, server_default="{}"),
    Column("newsletter", Boolean, nullable=False, server_default=text("false")),
    # When the assistant of the first sign-in was finished.
    _moment("set_up_at"),
    Column("status", String, nullable=False),
    Column("deactivation", String),
    Column("password_hash", String),
    Column("locale", String, nullable=False, server_default="fr"),
    _moment("created_at", nullable=False),
    _moment("terms_accepted_at"),
    _moment("activated_at"),
    _moment("last_sign_in_at"),
    # Warnings given since the last use.
    Column("warned", Integer, nullable=False, server_default="0"),
    Index("accounts_identifier", "tenant", "identifier", unique=True),
    Index("accounts_email", "tenant", "email", "kind", unique=True),
    Index("accounts_names", "tenant", "kind", "family_name", "id"),
)


def _of_account() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["tenant", "account_id"], ["accounts.tenant", "accounts.id"], ondelete="CASCADE")


account_links = Table(
    "account_links",
    metadata,
    *tables.aggregate_columns(),
    Column("purpose", String, nullable=False),
    Column("account_id", Uuid, nullable=False),
    _moment("created_at", nullable=False),
    _moment("expires_at", nullable=False),
    _moment("used_at"),
    _moment("replaced_at"),
    _of_account(),
    Index("account_links_account", "tenant", "account_id", "purpose"),
    Index("account_links_expiry", "tenant", "expires_at"),
)

sessions = Table(
    "sessions",
    metadata,
    *tables.aggregate_columns(),
    Column("account_id", Uuid, nullable=False),
    Column("kind", String, nullable=False),
    Column("secret_hash", LargeBinary, nullable=False),
    _words("device"),
    _moment("created_at", nullable=False),
    _moment("last_seen_at", nullable=False),
    _moment("authenticated_at", nullable=False),
    _moment("expires_at", nullable=False),
    _moment("revoked_at"),
    # 1 after a password, 2 after a second factor.
    Column("acr", SmallInteger, nullable=False, server_default="1"),
    _of_account(),
    Index("sessions_secret", "tenant", "secret_hash", unique=True),
    Index("sessions_account", "tenant", "account_id", "created_at"),
    Index("sessions_expiry", "tenant", "expires_at"),
)

# Browsers that an account signed in from: they are let through when strangers have tried too often.
devices = Table(
    "devices",
    metadata,
    tables.tenant_column(),
    Column("account_id", Uuid, primary_key=True),
    Column("device_hash", LargeBinary, primary_key=True),
    _moment("seen_at", nullable=False),
    _of_account(),
    Index("devices_seen", "tenant", "seen_at"),
)

permission_grants = Table(
    "permission_grants",
    metadata,
    tables.tenant_column(),
    Column("account_id", Uuid, primary_key=True),
    Column("permission", String, primary_key=True),
    _moment("granted_at", nullable=False),
    Column("granted_by", String, nullable=False),
    # The mandate of the administrator in office: the right lives as long. None where the installation itself gave it.
    Column("mandate_id", Uuid),
    _of_account(),
)

# No foreign key to the account: the chain of trust is remembered when its people are gone.
mandates = Table(
    "mandates",
    metadata,
    *tables.aggregate_columns(),
    Column("account_id", Uuid, nullable=False),
    Column("reference", String, nullable=False),
    Column("code_hash", LargeBinary, nullable=False),
    Column("representative_name", String, nullable=False),
    Column("representative_title", String, nullable=False),
    Column("status", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    _moment("requested_at", nullable=False),
    _moment("expires_at", nullable=False),
    _moment("letter_sent_at"),
    _moment("reported_at"),
    _moment("activated_at"),
    _moment("ended_at"),
    Column("end_reason", String),
    Index("mandates_active", "tenant", unique=True, postgresql_where=text("status = 'active'")),
    Index("mandates_reference", "tenant", "reference", unique=True),
    Index("mandates_requested", "tenant", "requested_at"),
)

# What happened to rights, one line each, for « Qui peut quoi ? ».
rights_history = Table(
    "rights_history",
    metadata,
    tables.tenant_column(),
    Column("id", Uuid, primary_key=True),
    _moment("at", nullable=False),
    Column("actor", String, nullable=False),
    Column("what", String, nullable=False),
    Column("account_id", Uuid, nullable=False),
    _words("permission"),
    _words("reason"),
    Index("rights_history_at", "tenant", "at"),
)

guichet_pictures = Table(
    "guichet_pictures",
    metadata,
    tables.tenant_column(),
    Column("kind", String, primary_key=True),
    Column("content", LargeBinary, nullable=False),
    _moment("changed_at", nullable=False),
)

# Letters to legal representatives that wait for the operator's printer. The platform's: ids alone, no names, no codes.
letters = Table(
    "letters",
    metadata,
    Column("mandate_id", Uuid, primary_key=True),
    Column("organisation_id", Uuid, nullable=False),
    _moment("requested_at", nullable=False),
    _moment("reported_at"),
    Column("batch_id", Uuid),
    _moment("printed_at"),
    Index("letters_waiting", "requested_at", postgresql_where=text("printed_at is null")),
    Index("letters_batch", "batch_id"),
)

second_factors = Table(
    "second_factors",
    metadata,
    *tables.aggregate_columns(),
    Column("account_id", Uuid, nullable=False),
    _moment("created_at", nullable=False),
    _moment("confirmed_at"),
    Column("last_step", BigInteger, nullable=False),
    Column("recovery", ARRAY(String), nullable=False),
    _of_account(),
    Index("second_factors_account", "tenant", "account_id", unique=True),
)

passkeys = Table(
    "passkeys",
    metadata,
    *tables.aggregate_columns(),
    Column("account_id", Uuid, nullable=False),
    Column("entrance", String, nullable=False),
    Column("host", String, nullable=False),
    # Both public: the private key never leaves its owner's device.
    Column("credential_id", LargeBinary, nullable=False),
    Column("public_key", LargeBinary, nullable=False),
    Column("sign_count", BigInteger, nullable=False),
    Column("name", String, nullable=False),
    _moment("created_at", nullable=False),
    _moment("last_used_at"),
    _of_account(),
    Index("passkeys_credential", "tenant", "credential_id", unique=True),
    Index("passkeys_account", "tenant", "account_id"),
)

# Whom a citizen enters démarches for: minimal, and gone with the account.
household_members = Table(
    "household_members",
    metadata,
    *tables.aggregate_columns(),
    Column("account_id", Uuid, nullable=False),
    Column("relation", String, nullable=False),
    _words("civility"),
    Column("family_name", String, nullable=False),
    _words("used_name"),
    Column("given_names", String, nullable=False),
    Column("birth_date", Date),
    _of_account(),
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
    _moment("issued_at", nullable=False),
    Column("issued_by", String, nullable=False),
    _moment("expires_at", nullable=False),
    _moment("used_at"),
    _moment("withdrawn_at"),
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
    _moment("linked_at", nullable=False),
    _moment("last_used_at"),
    _of_account(),
    Index("federated_identities_key", "tenant", "provider", "key", unique=True),
    Index("federated_identities_account", "tenant", "account_id", "provider", unique=True),
)

personal_exports = Table(
    "personal_exports",
    metadata,
    *tables.aggregate_columns(),
    Column("account_id", Uuid, nullable=False),
    _moment("requested_at", nullable=False),
    _moment("expires_at", nullable=False),
    Column("parts", ARRAY(String), nullable=False),
    _moment("ready_at"),
    _of_account(),
    Index("personal_exports_account", "tenant", "account_id", "requested_at"),
)

# No foreign key: the account is gone, and this says so. The address is the one thing that outlives it, for one mail.
erasures = Table(
    "erasures",
    metadata,
    *tables.aggregate_columns(),
    Column("account_id", Uuid, nullable=False),
    _moment("requested_at", nullable=False),
    Column("email", String, nullable=False),
    Column("locale", String, nullable=False),
    Column("answers", JSONB, nullable=False),
    _moment("completed_at"),
    Index("erasures_account", "tenant", "account_id", unique=True),
)

throttles = Table(
    "throttles",
    metadata,
    tables.tenant_column(),
    Column("key", String, primary_key=True),
    Column("attempts", Integer, nullable=False),
    _moment("since", nullable=False),
    _moment("last_at", nullable=False),
    Index("throttles_last", "tenant", "last_at"),
)

# Robot checks that were solved and used; a row may go once its challenge has expired anyway.
used_challenges = Table(
    "used_challenges",
    metadata,
    tables.tenant_column(),
    Column("challenge", String, primary_key=True),
    _moment("expires_at", nullable=False),
)

# What somebody who forgot something typed, until a moment later: looked up apart from the request, which then takes
# as long whether an account exists or not.
recovery_requests = Table(
    "recovery_requests",
    metadata,
    tables.tenant_column(),
    Column("id", Uuid, primary_key=True),
    Column("purpose", String, nullable=False),
    Column("login", String, nullable=False),
    _moment("at", nullable=False),
)

# What 0001 creates, as it is declared here today: a later migration adds to these only what is not there yet.
OF_TENANT = (
    accounts,
    account_links,
    sessions,
    devices,
    permission_grants,
    throttles,
    used_challenges,
    recovery_requests,
)
