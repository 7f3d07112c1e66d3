"""What a service refuses, as sentences beside the fields of a form."""

from gateway.api import Refused, ServiceDown
from gateway.here import Here

# Shown on the form again; anything else is an error of the page itself, not of what was typed.
SHOWN = (403, 409, 412, 422, 429)


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
