"""The OpenID providers that this installation trusts: FranceConnect for citizens, ProConnect for agents (ID-25).

`PARVIS_FEDERATION_FILE` names a TOML file, one table per provider:

    [franceconnect]
    label = "FranceConnect"
    kind = "citizen"                    # who signs in with it: citizen, or member
    issuer = "https://oidc.franceconnect.gouv.fr/api/v2"
    client_id = "…"
    client_secret = "…"
    scope = "openid given_name family_name gender birthdate birthplace birthcountry"
    acr_values = "eidas1"               # what is asked; an answer not named in `accepted` is refused
    accepted = ["eidas1", "eidas2", "eidas3"]
    strong = ["eidas2", "eidas3"]       # as good as a second factor
    signs_person = true

Without it, nobody is asked anything.
"""

import tomllib
from pathlib import Path

import msgspec

from identity.domain.accounts import AccountKind


class Provider(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    label: str
    kind: AccountKind
    issuer: str
    client_id: str
    client_secret: str
    scope: str = "openid"
    acr_values: str = ""
    accepted: tuple[str, ...] = ()
    strong: tuple[str, ...] = ()
    signs_person: bool = False
    """What it says of a person is signed too: anything else is refused. So do FranceConnect and ProConnect."""
    demonstration: bool = False
    """Said beside its button: it proves nothing."""


def read_providers(file: Path | None) -> dict[str, Provider]:
    """A mistake in the file is named at start."""
    if file is None:
        return {}
    return msgspec.convert(tomllib.loads(file.read_text()), dict[str, Provider])
