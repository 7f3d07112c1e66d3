"""Coming in: sessions, second factors, and what slows strangers down."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, LargeBinary, SmallInteger, String, Table, Uuid
from sqlalchemy.dialects.postgresql import ARRAY

from chassis import tables
from identity.storage.tables.columns import metadata, moment, of_account, words

sessions = Table(
    "sessions",
    metadata,
    *tables.aggregate_columns(),
    Column("account_id", Uuid, nullable=False),
    Column("kind", String, nullable=False),
    Column("secret_hash", LargeBinary, nullable=False),
    words("device"),
    moment("created_at", nullable=False),
    moment("last_seen_at", nullable=False),
    moment("authenticated_at", nullable=False),
    moment("expires_at", nullable=False),
    moment("revoked_at"),
    # 1 after a password, 2 after a second factor.
    Column("acr", SmallInteger, nullable=False, server_default="1"),
    of_account(),
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
    moment("seen_at", nullable=False),
    of_account(),
    Index("devices_seen", "tenant", "seen_at"),
)

second_factors = Table(
    "second_factors",
    metadata,
    *tables.aggregate_columns(),
    Column("account_id", Uuid, nullable=False),
    moment("created_at", nullable=False),
    moment("confirmed_at"),
    Column("last_step", BigInteger, nullable=False),
    Column("recovery", ARRAY(String), nullable=False),
    # When they were made: those of a thief are told from the owner's by it.
    moment("codes_at"),
    of_account(),
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
    moment("created_at", nullable=False),
    moment("last_used_at"),
    of_account(),
    Index("passkeys_credential", "tenant", "credential_id", unique=True),
    Index("passkeys_account", "tenant", "account_id"),
)

# Keys of AI assistants that act for members.
assistants = Table(
    "assistants",
    metadata,
    *tables.aggregate_columns(),
    Column("account_id", Uuid, nullable=False),
    Column("name", String, nullable=False),
    Column("secret_hash", LargeBinary, nullable=False),
    Column("services", ARRAY(String), nullable=False),
    Column("proposes", Boolean, nullable=False),
    Column("acr", SmallInteger, nullable=False),
    moment("created_at", nullable=False),
    moment("expires_at", nullable=False),
    moment("last_used_at"),
    moment("revoked_at"),
    of_account(),
    Index("assistants_secret", "tenant", "secret_hash", unique=True),
    Index("assistants_account", "tenant", "account_id"),
)

throttles = Table(
    "throttles",
    metadata,
    tables.tenant_column(),
    Column("key", String, primary_key=True),
    Column("attempts", Integer, nullable=False),
    moment("since", nullable=False),
    moment("last_at", nullable=False),
    Index("throttles_last", "tenant", "last_at"),
)

# Robot checks that were solved and used; a row may go once its challenge has expired anyway.
used_challenges = Table(
    "used_challenges",
    metadata,
    tables.tenant_column(),
    Column("challenge", String, primary_key=True),
    moment("expires_at", nullable=False),
    # At sign-in, a digest of who came in with it; nothing as long as their password is being looked at.
    Column("served", LargeBinary),
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
    moment("at", nullable=False),
)
