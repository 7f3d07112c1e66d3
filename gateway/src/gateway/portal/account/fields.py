"""Between the flat fields of our forms (`identity.given_name`) and identity's API."""

from typing import Any

from gateway.forms import FormFields
from gateway.refused_fields import errors_of

IDENTITY = ("civility", "given_name", "family_name", "birth_name")
ADDRESS = ("line", "complement", "postal_code", "city")

__all__ = ["ADDRESS", "IDENTITY", "errors_of", "flat", "group", "without_secrets"]


def group(fields: FormFields, name: str, members: tuple[str, ...]) -> dict[str, str]:
    """The members of one object of the API, as typed."""
    return {member: fields.one(f"{name}.{member}").strip() for member in members}


def flat(**groups: dict[str, Any]) -> dict[str, Any]:
    return {f"{name}.{member}": value for name, members in groups.items() for member, value in members.items()}


def without_secrets(fields: FormFields) -> FormFields:
    """What may be shown again: passwords never are."""
    kept = {name: values for name, values in fields.items() if "password" not in name and name != "current"}
    return FormFields(kept)
