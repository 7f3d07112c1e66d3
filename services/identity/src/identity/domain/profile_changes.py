"""What a form may change of an account, from the words of forms to those kept here (`contracts.forms.profile_paths`)."""

from collections.abc import Mapping
from typing import Any, cast

import msgspec

from identity.domain.accounts import Account
from identity.domain.persons import (
    Address,
    Identity,
    Reach,
    address_faults,
    identity_faults,
    phone_faults,
)

ADDRESS = {"line1": "line", "line2": "complement", "postal_code": "postal_code", "city": "city"}


def described(account: Account, changes: Mapping[str, Any]) -> tuple[Identity, Address, Reach]:
    """The three as they would become. A group with something that cannot be kept here stays as it is; the e-mail address
    is never among them: changing it needs proof from both addresses."""
    identity = _identity(account.identity, changes)
    address = _address(account.address, changes)
    reach = msgspec.structs.replace(
        account.reach,
        phone=_text(changes, "phone", account.reach.phone),
        mobile=_text(changes, "mobile", account.reach.mobile),
    )
    return (
        account.identity if identity_faults(identity) else identity,
        account.address if address_faults(address, required=False) else address,
        account.reach if phone_faults(reach.phone, reach.mobile) else reach,
    )


def _identity(known: Identity, changes: Mapping[str, Any]) -> Identity:
    """Forms ask the birth name and, beside it, the name in use; who has but one name keeps but one here."""
    birth = _text(changes, "family_name", known.birth_name or known.family_name)
    used = _text(changes, "used_name", known.family_name if known.birth_name else "")
    return Identity(
        civility=_text(changes, "civility", known.civility),
        given_name=_text(changes, "given_names", known.given_name),
        family_name=used or birth,
        birth_name=birth if used and used != birth else "",
    )


def _address(known: Address, changes: Mapping[str, Any]) -> Address:
    """A whole address replaces the other whole: the flat of the former one is not the flat of the new."""
    whole: Any = changes.get("address")
    if isinstance(whole, Mapping):
        parts = cast(Mapping[str, Any], whole)
        return Address(**{ours: _text(parts, theirs, "") for theirs, ours in ADDRESS.items()})
    named = {ours: changes[f"address.{theirs}"] for theirs, ours in ADDRESS.items() if f"address.{theirs}" in changes}
    return msgspec.structs.replace(known, **{name: str(value) for name, value in named.items()})


def _text(changes: Mapping[str, Any], name: str, otherwise: str) -> str:
    value = changes.get(name)
    return value if isinstance(value, str) else otherwise
