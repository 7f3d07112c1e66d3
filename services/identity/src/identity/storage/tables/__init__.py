"""The tables of identity, by noun. All but `organisations`, features, places and letters belong to a tenant."""

from identity.storage.tables.accounts import (
    account_links,
    accounts,
    activation_keys,
    federated_identities,
    household_members,
)
from identity.storage.tables.columns import metadata
from identity.storage.tables.features import feature_changes
from identity.storage.tables.organisations import (
    access_requests,
    guichet_pictures,
    organisations,
    place_editions,
    places,
)
from identity.storage.tables.personal_data import erasures, personal_exports
from identity.storage.tables.rights import letters, mandates, permission_grants, rights_history
from identity.storage.tables.signing_in import (
    assistants,
    devices,
    passkeys,
    recovery_requests,
    second_factors,
    sessions,
    throttles,
    used_challenges,
)

__all__ = [
    "access_requests",
    "account_links",
    "accounts",
    "activation_keys",
    "assistants",
    "devices",
    "erasures",
    "feature_changes",
    "federated_identities",
    "guichet_pictures",
    "household_members",
    "letters",
    "mandates",
    "metadata",
    "organisations",
    "passkeys",
    "permission_grants",
    "personal_exports",
    "place_editions",
    "places",
    "recovery_requests",
    "rights_history",
    "second_factors",
    "sessions",
    "throttles",
    "used_challenges",
]
