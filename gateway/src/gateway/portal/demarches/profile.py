"""The personal space's profile, as forms know it (`contracts.forms`)."""

from typing import Any

from gateway.api import Refused
from gateway.here import Here


async def profile_of(here: Here) -> dict[str, Any]:
    """Empty for visitors, and while identity is down: people then type what they would have checked."""
    if here.person is None:
        return {}
    try:
        known = await here.api("identity").get("/v1/profile")
    except Refused:
        return {}
    return as_forms_know_it(known)


def as_forms_know_it(known: dict[str, Any]) -> dict[str, Any]:
    """Birth name and name in use are two things for a registry, and one for those who have but one."""
    identity, address, reach = known["identity"], known["address"], known["reach"]
    profile = {
        "civility": identity["civility"],
        "family_name": identity["birth_name"] or identity["family_name"],
        "used_name": identity["family_name"] if identity["birth_name"] else "",
        "given_names": identity["given_name"],
        "email": reach["email"],
        "phone": reach["phone"] or reach["mobile"],
        "mobile": reach["mobile"] or reach["phone"],
        "address": {
            "line1": address["line"],
            "line2": address["complement"],
            "postal_code": address["postal_code"],
            "city": address["city"],
        },
    }
    return {name: value for name, value in profile.items() if value}
