"""What a form may read of the profile, and which kind of item can take it."""

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from contracts.forms import items as kinds
from contracts.forms.expressions import midnight
from contracts.forms.parts import ADDRESS_PARTS, PERSON_PARTS

PREFIX = "profile."

_TEXTS = (kinds.ShortText,)
PATHS: Mapping[str, tuple[type[kinds.Question], ...]] = {
    "profile": (kinds.Person,),
    "profile.civility": (kinds.Choice, kinds.ShortText),
    "profile.family_name": _TEXTS,
    "profile.used_name": _TEXTS,
    "profile.given_names": _TEXTS,
    "profile.birth_date": (kinds.Date,),
    "profile.birth_place": _TEXTS,
    "profile.email": (kinds.Email,),
    "profile.phone": (kinds.Phone,),
    "profile.mobile": (kinds.Phone,),
    "profile.address": (kinds.Address,),
} | {f"profile.address.{part}": _TEXTS for part in ADDRESS_PARTS}
"""`profile` alone fills a person's parts with those of the same name."""

NAMES = (*PERSON_PARTS, "email", "phone", "mobile", "address", "household")


def profile_names(profile: Mapping[str, Any] | None) -> dict[str, Any]:
    """The profile as expressions see it: every known part is there, null when unknown; dates are timestamps."""
    known = profile or {}
    names: dict[str, Any] = {name: known.get(name) for name in NAMES}
    names["birth_date"] = _timestamp(names["birth_date"])
    if isinstance(names["address"], dict):
        names["address"] = dict.fromkeys(ADDRESS_PARTS) | cast(dict[str, Any], names["address"])
    names["household"] = [member_names(member) for member in members_of(profile)]
    return names


def members_of(profile: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    household: Any = (profile or {}).get("household")
    if not isinstance(household, list):
        return []
    return [member for member in cast(list[Any], household) if isinstance(member, dict)]


def member_names(member: Mapping[str, Any]) -> dict[str, Any]:
    names = dict.fromkeys(("id", *PERSON_PARTS)) | {name: member[name] for name in PERSON_PARTS if name in member}
    return names | {"id": member.get("id"), "birth_date": _timestamp(member.get("birth_date"))}


def _timestamp(text: object) -> Any:
    try:
        return midnight(date.fromisoformat(cast(str, text)))
    except (TypeError, ValueError):
        return None
