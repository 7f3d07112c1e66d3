"""Letters with activation keys, typeset for a window envelope: one file for a whole batch (ID-16)."""

from collections.abc import Sequence
from pathlib import Path

import segno

from chassis import typeset
from chassis.pages.filters import filters
from identity.domain.activation_keys import ActivationKey, key_for
from identity.domain.mandates import grouped

TEMPLATE = Path(__file__).with_name("keys.typ")


async def keys_pdf(
    keys: Sequence[ActivationKey], *, sender: str, sender_address: str, secret: bytes, url: str
) -> bytes:
    """Keys are computed here, and are nowhere else. `url` is the organisation's portal."""
    letters = [facts_of(key, secret, url) for key in keys]
    facts = {
        "sender": sender,
        "sender_address": [part.strip() for part in sender_address.split(",") if part.strip()],
        "url": f"{url}/cle",
        "letters": letters,
    }
    return await typeset.pdf(TEMPLATE, facts)


def facts_of(key: ActivationKey, secret: bytes, url: str) -> dict[str, object]:
    """`link` is drawn as a picture code: the page it opens has the key typed in."""
    words = filters("fr")
    family = key.family
    assert family is not None
    code = key_for(key.id, secret)
    return {
        "to": [family.name, family.address, f"{family.postal_code} {family.city}"],
        "reference": key.reference,
        "date": words["day"](key.issued_at),
        "expires": words["day"](key.expires_at),
        "children": [f"{child.given_names} {child.family_name}" for child in family.children],
        "key": grouped(code),
        "link": segno.make(f"{url}/cle?cle={code}", error="m", micro=False).svg_inline(border=0),
    }
