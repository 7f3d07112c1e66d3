"""Between the flat fields of our forms (`identity.given_name`) and identity's API."""

from typing import Any

from gateway.api import Refused, ServiceDown
from gateway.forms import FormFields
from gateway.here import Here

IDENTITY = ("civility", "given_name", "family_name", "birth_name")
ADDRESS = ("line", "complement", "postal_code", "city")
# Shown on the form again; anything else is an error of the page itself, not of what was typed.
SHOWN = (403, 409, 412, 422, 429)


def group(fields: FormFields, name: str, members: tuple[str, ...]) -> dict[str, str]:
    """The members of one object of the API, as typed."""
    return {member: fields.one(f"{name}.{member}").strip() for member in members}


def flat(**groups: dict[str, Any]) -> dict[str, Any]:
    return {f"{name}.{member}": value for name, members in groups.items() for member, value in members.items()}


def without_secrets(fields: FormFields) -> FormFields:
    """What may be shown again: passwords never are."""
    kept = {name: values for name, values in fields.items() if "password" not in name and name != "current"}
    return FormFields(kept)


def errors_of(here: Here, refused: Refused) -> dict[str, str]:
    """Sentences by field, all those of one field together; raises again what no form can show."""
    if isinstance(refused, ServiceDown) or refused.status not in SHOWN:
        raise refused
    said: dict[str, str] = {}
    for error in refused.errors:
        name = error.get("pointer", "").strip("/").replace("/", ".")
        sentence = here.said(error.get("detail", ""))
        said[name] = f"{said[name]} {sentence}" if name in said else sentence
    return said or {"": here.said(refused.detail or refused.title)}
